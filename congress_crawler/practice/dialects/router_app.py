"""Which script draws the pages of the site that is one page?

Plain ES5. CODES stands for the characters of the API's path as numbers: no address can be read from it.
"""

APP = r"""(function(){
var base=String.fromCharCode.apply(null,[CODES]);
var box=document.getElementById('app'),site='',bar='';
function get(way,then){
  var call=new XMLHttpRequest();
  call.open('GET',base+way,true);
  call.onload=function(){then(call.status===200?JSON.parse(call.responseText):null);};
  call.send();
}
function text(word){return String(word).replace(/&/g,'&amp;').replace(/</g,'&lt;').replace(/"/g,'&quot;');}
function link(way,word,more){return '<a href="'+text(way)+'"'+(more||'')+'>'+text(word)+'</a>';}
function menu(items){
  var out='';
  for(var i=0;i<items.length;i++){
    var below=items[i].below.length?'<ul>'+menu(items[i].below)+'</ul>':'';
    out+='<li>'+link('#/list/'+items[i].code,items[i].name)+below+'</li>';
  }
  return out;
}
function draw(title,trail,inner){
  document.title=title?title+'_'+site:site;
  var crumb='当前位置：'+link('#/','首页');
  for(var i=0;i<trail.length;i++){crumb+=' &gt; <span>'+text(trail[i])+'</span>';}
  box.innerHTML='<div class="nav"><ul><li>'+link('#/','首页')+'</li>'+bar+'</ul></div>'+
    '<div class="main">'+(trail.length?'<div class="position">'+crumb+'</div>':'')+inner+'</div>'+
    '<div class="footer"><p>主办：'+text(site)+'</p></div>';
}
function missing(){draw('404',[],'<div class="message"><h2>404 Not Found</h2><p>您访问的页面不存在</p></div>');}
function list(code,page){
  get('l?c='+code+'&p='+page,function(data){
    if(!data){missing();return;}
    var out='<ul class="news-list">';
    for(var i=0;i<data.rows.length;i++){
      var row=data.rows[i];
      out+='<li>'+link(row.way,row.title,' title="'+text(row.title)+'"')+'<span class="date">'+row.day+'</span></li>';
    }
    out+='</ul><div class="pager">共'+data.total+'条 第'+data.page+'/'+data.pages+'页 ';
    if(page>1){out+=link('#/list/'+code+'/'+(page-1),'上一页');}
    if(page<data.pages){out+=link('#/list/'+code+'/'+(page+1),'下一页');}
    draw(data.trail[data.trail.length-1],data.trail,out+'</div>');
  });
}
function detail(id){
  get('d?i='+id,function(data){
    if(!data){missing();return;}
    var out='<h1 class="title">'+text(data.title)+'</h1>';
    if(data.subtitle){out+='<h2 class="subtitle">'+text(data.subtitle)+'</h2>';}
    out+='<div class="info">'+text(data.byline).replace(/ {3}/g,'　　')+'　　'+text(data.counter)+'</div>';
    out+='<div class="article-content">';
    for(var i=0;i<data.blocks.length;i++){out+='<p>　　'+text(data.blocks[i])+'</p>';}
    draw(data.title,data.trail,out+'</div>');
  });
}
function route(){
  var parts=location.hash.replace(/^#\/?/,'').split('/');
  if(parts[0]==='list'){list(parts[1],parseInt(parts[2]||'1',10));}
  else if(parts[0]==='detail'){detail(parts[1]);}
  else{draw('',[],'<p class="welcome">欢迎访问'+text(site)+'</p>');}
}
get('m',function(data){site=data.name;bar=menu(data.menu);window.onhashchange=route;route();});
})();
"""
