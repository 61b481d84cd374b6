import time, cProfile, pstats, io, sys
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory
from django.conf import settings
def run(app, env, n):
    def sr(*a, **k): pass
    t=time.process_time()
    for _ in range(n):
        e=dict(env); e["wsgi.input"]=io.BytesIO(env["_b"])
        r=app(e, sr)
        for _x in r: pass
        r.close()
    return (time.process_time()-t)/n*1e6
def env(m,p,b=b"",**h):
    e=RequestFactory()._base_environ(PATH_INFO=p,REQUEST_METHOD=m,**h)
    if "?" in p: e["PATH_INFO"],e["QUERY_STRING"]=p.split("?")
    e["_b"]=b
    if b: e["CONTENT_LENGTH"]=str(len(b)); e["CONTENT_TYPE"]="application/json"
    return e
def test_bench(db, settings):
    from forum.http import limits
    settings.LIMIT_FACTOR=100000
    app=get_wsgi_application()
    cases={"trivial":env("GET","/api/v1/trivial"),"trivial member":env("GET","/api/v1/trivial",HTTP_AUTHORIZATION="Bearer 7"),
     "list 50":env("GET","/api/v1/notes?limit=50"), "post":env("POST","/api/v1/notes",b'{"text":"gneiss","tags":["a","b"]}',HTTP_AUTHORIZATION="Bearer 7"),"404":env("GET","/api/v1/x"),"live":env("GET","/health/live")}
    for k,e in cases.items():
        run(app,e,200); print(k, "%.0f us"%min(run(app,e,500) for _ in range(4)))
    full=settings.MIDDLEWARE
    settings.MIDDLEWARE=[]; app0=get_wsgi_application(); run(app0,cases["trivial"],200)
    print("trivial without middleware %.0f us"%min(run(app0,cases["trivial"],500) for _ in range(4)))
    for m in full:
        settings.MIDDLEWARE=[x for x in full if x!=m]
        try:
            a=get_wsgi_application(); run(a,cases["trivial"],200); print("without",m,"%.0f"%min(run(a,cases["trivial"],300) for _ in range(4)))
        except Exception as ex: print(m,type(ex))
    from unittest import mock
    with mock.patch.object(limits,"_run",lambda *a:(1,5,5,0)): print("no valkey %.0f"%min(run(app,cases["trivial"],500) for _ in range(4)))
    pr=cProfile.Profile(); pr.enable(); run(app,cases["trivial"],1000); pr.disable()
    pstats.Stats(pr,stream=sys.stdout).sort_stats("tottime").print_stats(28)
    pr=cProfile.Profile(); pr.enable(); run(app,cases["post"],500); pr.disable()
    pstats.Stats(pr,stream=sys.stdout).sort_stats("tottime").print_stats(22)
