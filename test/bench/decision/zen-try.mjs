import { createRequire } from 'node:module';
import v8 from 'node:v8';
const require = createRequire(import.meta.url);
const { ZenEngine, ZenDecisionContent } = require('@gorules/zen-engine-linux-x64-gnu');
console.log(Object.keys(require('@gorules/zen-engine-linux-x64-gnu')), Object.keys(v8.getHeapStatistics()).join());
const inputs=['amountMinor','method','hour','returningBuyer'].map((f)=>({id:f,name:f,field:f}));
const rules=Array.from({length:20},(_,i)=>({_id:`r${i}`,amountMinor:`< ${1000+i*1000}`,method:'"alipay", "card"',hour:`[${i}..23]`,returningBuyer: i%2?'true':'', rule:String(i)}));
const graph=(node)=>({nodes:[{id:'in',type:'inputNode',name:'in',position:{x:0,y:0}},node,{id:'out',type:'outputNode',name:'out',position:{x:0,y:0}}],edges:[{id:'a',sourceId:'in',targetId:node.id,type:'edge'},{id:'b',sourceId:node.id,targetId:'out',type:'edge'}]});
const table=graph({id:'t',type:'decisionTableNode',name:'t',position:{x:0,y:0},content:{hitPolicy:'collect',inputs,outputs:[{id:'rule',name:'rule',field:'rule'}],rules}});
const expr=graph({id:'t',type:'expressionNode',name:'t',position:{x:0,y:0},content:{expressions:rules.map((r,i)=>({id:`e${i}`,key:`r${i}`,value:`amountMinor ${r.amountMinor} and method in ["alipay","card"] and hour in ${r.hour}${i%2?' and returningBuyer == true':''}`}))}});
const expr1=graph({id:'t',type:'expressionNode',name:'t',position:{x:0,y:0},content:{expressions:[{id:'e',key:'mask',value:rules.map((r,i)=>`(amountMinor ${r.amountMinor} and method in ["alipay","card"] and hour in ${r.hour}${i%2?' and returningBuyer == true':''} ? ${1<<i} : 0)`).join(' + ')}]}});
const p={amountMinor:5500,method:'card',hour:6,returningBuyer:true,currency:'CNY',device:'mobile',region:'CN',weekday:1,issuer:'ICBC',product:'x',quantity:1,riskLevel:'low',paidOrders:3};
for (const [n,c] of Object.entries({table,expr,expr1})) {
  const d=new ZenEngine().createDecision(c);
  const e=new ZenEngine({loader:async()=>{throw 1}});
  const content=new ZenDecisionContent(c);
  const d2=new ZenEngine().createDecision(content);
  const e3=new ZenEngine({loader:async()=>content});
  console.log(n, JSON.stringify((await d.evaluate(p)).result));
  for (const [k,f] of Object.entries({plain:()=>d.evaluate(p),content:()=>d2.evaluate(p), key:()=>e3.evaluate('x',p)})) {
    for(let i=0;i<200;i++) await f();
    let t=performance.now(); for(let i=0;i<1500;i++) await f(); 
    const s=1500/(performance.now()-t)*1000;
    t=performance.now(); for(let i=0;i<100;i++) await Promise.all(Array.from({length:32},f));
    console.log(n,k,Math.round(s),'/s; 32 in flight',Math.round(3200/(performance.now()-t)*1000));
  }
}
