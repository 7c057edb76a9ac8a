import 'reflect-metadata';
const N=+(process.argv[2]??600);
Object.assign(process.env,{DATABASE_URL:'postgresql://postgres@127.0.0.1:55432/cartwright',REDIS_URL:'',NODE_ENV:'production',PORT:'24098',DATABASE_POOL:'4'});
const { ApiModule } = await import('../dist/apps/api/api.module.js');
const { createApi } = await import('../dist/apps/api/http.js');
const { Config } = await import('../dist/libs/platform/config/index.js');
const { ChannelsService } = await import('../dist/libs/channels/index.js');
const { Database } = await import('../dist/libs/platform/db/index.js');
const R = await import('./requests.mjs');
const app = await createApi(ApiModule, new Config(process.env));
await app.listen(24098,'127.0.0.1');
const db=app.get(Database,{strict:false});
const vs=(await db.pool.query('select id from variant order by id limit 50')).rows.map(r=>r.id);
async function time(name,f,n=N){for(let i=0;i<150;i++)await f(i);const u=process.cpuUsage();for(let i=0;i<n;i++)await f(i);const v=process.cpuUsage(u);console.log(name.padEnd(30),((v.user+v.system)/1000/n).toFixed(4));}
const f=app.getHttpAdapter().getInstance();
const gql=async(query,variables)=>{const r=await f.inject({method:'POST',url:'/graphql',headers:{'content-type':'application/json'},body:JSON.stringify({query,variables})});const j=r.json();if(j.errors)throw new Error(r.body);return j.data};
let cart;
for(let k=0;k<2;k++){
await time('typename',()=>gql('query t {__typename}',{}));
await time('createCart',async(i)=>{cart=(await gql(R.createCart,{input:{lines:[{variantId:vs[i%50],quantity:'1'}]}})).createCart.cart});
await time('cart 1 line',()=>gql(R.readCart,{id:cart.id}));
await time('addCartLines (1-2 lines)',async(i)=>{await gql(R.addCartLines,{input:{cartId:cart.id,lines:[{variantId:vs[i%2],quantity:'1'}]}})});
await time('browse',async(i)=>{await gql(R.browse,{category:'category-3',after:null})});
await time('detail',async(i)=>{await gql(R.detail,{slug:'product-'+(1+i%500)})});
}
process.exit(0);
