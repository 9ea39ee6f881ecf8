/// The style sheet of the HTML report.
enum ReportStyle {
    /// The SHA-256 of `sheet` in base64, which the page's Content-Security-Policy names; a test compares them.
    static let digest = "6u8BLBloc918m12p4h0ukZqZ7sEqvqWYJlHuHxqiuUY="

    static let sheet: Markup = """
        :root{color-scheme:light dark;--paper:#f6f7f9;--card:#ffffff;--ink:#1a1d21;--faint:#545b64;--line:#d8dce2;\
        --link:#0a54ad;--mark:#fff3c4;--bug:#6b2fb3;--hardware:#b3261e;--network:#0a5fb4;--delay:#855400;\
        --other:#545b64;--on:#ffffff;--incident:#b3261e14;--band:#176c3726;--window:#7b8794;--heat:#b3261e}
        @media (prefers-color-scheme:dark){:root{--paper:#131619;--card:#1c2025;--ink:#e9ebee;--faint:#a9b1ba;\
        --line:#363c44;--link:#8db9f8;--mark:#4a3f12;--bug:#c9a8ff;--hardware:#ff8f85;--network:#86c0ff;\
        --delay:#f2c26c;--other:#a9b1ba;--on:#131619;--incident:#ff8f8522;--band:#7fd8a02e;\
        --window:#8d99a6;--heat:#ff8f85}}
        *{box-sizing:border-box}
        html{scroll-padding-top:1rem}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,\
        "Noto Sans","Liberation Sans",sans-serif;overflow-wrap:break-word}
        main,footer{max-width:68rem;margin:0 auto;padding:0 1.25rem}
        h1{font-size:2.1rem;line-height:1.2;margin:.35rem 0 .5rem;letter-spacing:-.01em}
        h2{font-size:1.35rem;margin:0 0 .75rem}
        h3{font-size:1.05rem;margin:1.1rem 0 .4rem}
        p{margin:.4rem 0}
        a{color:var(--link)}
        a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--link);outline-offset:2px}
        .skip{position:absolute;left:-99rem}
        .skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem}
        .hero{background:var(--card);border-bottom:1px solid var(--line);border-top:6px solid var(--other)}
        .hero.bug{border-top-color:var(--bug)}.hero.hardware{border-top-color:var(--hardware)}
        .hero.network{border-top-color:var(--network)}.hero.delay{border-top-color:var(--delay)}
        .hero>div{max-width:68rem;margin:0 auto;padding:1.1rem 1.25rem 1.4rem}
        .brand{color:var(--faint);font-size:.85rem;margin:0}
        .badge{display:inline-block;border-radius:.3rem;padding:.05rem .5rem;font-size:.8rem;font-weight:700;\
        letter-spacing:.05em;text-transform:uppercase;color:var(--on);background:var(--other);vertical-align:middle}
        .badge.bug{background:var(--bug)}.badge.hardware{background:var(--hardware)}
        .badge.network{background:var(--network)}.badge.delay{background:var(--delay)}
        h1 .badge{font-size:1rem;margin-right:.6rem;position:relative;top:-.2rem}
        .lead{font-size:1.1rem;max-width:54rem;margin:.2rem 0 1rem}
        dl.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(10.5rem,1fr));gap:.6rem 1.5rem;margin:0 0 1.1rem;\
        padding:.8rem 0;border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
        dt{color:var(--faint);font-size:.8rem}
        dd{margin:0;font-weight:600}
        .two{display:grid;grid-template-columns:3fr 2fr;gap:2rem}
        .three{display:grid;grid-template-columns:repeat(3,1fr);gap:1rem}
        .three>div{border-left:3px solid var(--line);padding-left:.8rem}
        .two h2{font-size:1.05rem;margin:0 0 .4rem}
        nav{max-width:68rem;margin:0 auto;padding:.8rem 1.25rem 0;font-size:.9rem;display:flex;flex-wrap:wrap;gap:.25rem 1rem}
        section{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1.1rem 1.25rem 1.25rem;\
        margin:1rem 0}
        ul,ol{margin:.3rem 0;padding-left:1.3rem}
        li{margin:.3rem 0}
        .lines{list-style:none;padding:0}
        .lines li{margin:0 0 .6rem}
        .line{font:.85rem/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;\
        overflow-wrap:anywhere;display:block}
        .place{font:.8rem/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
        .meta,.more{color:var(--faint);font-size:.85rem;font-weight:400}
        .blank{display:inline-block;min-width:14rem;border-bottom:1px dashed var(--faint);color:var(--faint)}
        .new{color:var(--hardware);font-weight:700}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:.9rem}
        caption{text-align:left;color:var(--faint);font-size:.85rem;padding-bottom:.3rem}
        th,td{text-align:left;vertical-align:top;padding:.3rem .7rem .3rem 0;border-bottom:1px solid var(--line)}
        thead th{color:var(--faint);font-weight:600;font-size:.8rem}
        tbody th{font-weight:600}
        .number{text-align:right;white-space:nowrap}
        .clock{white-space:nowrap;font-variant-numeric:tabular-nums}
        :target{background:var(--mark)}
        details{border-top:1px solid var(--line);padding:.5rem 0}
        summary{cursor:pointer}
        figure{margin:.8rem 0 1.2rem}
        figcaption{font-size:.85rem;color:var(--faint)}
        figcaption b{color:var(--ink)}
        svg{width:100%;height:auto;display:block}
        svg text{font:11px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;fill:var(--faint)}
        svg .lane{font-size:12px;fill:var(--ink)}
        svg .blamed{font-weight:700;fill:var(--hardware)}
        svg .grid,svg .rule{stroke:var(--line);stroke-width:1}
        svg .incident{fill:var(--incident)}
        svg .window{fill:var(--window)}svg .heat{fill:var(--heat)}
        svg .load,svg .bar{fill:var(--network)}
        svg .band{fill:var(--band)}
        svg .curve{fill:none;stroke:var(--ink);stroke-width:1.6;stroke-linejoin:round}
        svg .point{fill:var(--ink)}
        svg .hit{fill:transparent}
        svg .hit:hover{fill:var(--incident)}
        svg circle.bug{fill:var(--bug)}svg circle.hardware{fill:var(--hardware)}
        svg circle.network{fill:var(--network)}svg circle.delay{fill:var(--delay)}svg circle.other{fill:var(--other)}
        svg circle{stroke:var(--card);stroke-width:1.5}
        .spark{width:15rem;max-width:100%}
        .key{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;font-size:.8rem;color:var(--faint);margin:.2rem 0;padding:0;\
        list-style:none}
        .key i{display:inline-block;width:.75rem;height:.75rem;border-radius:50%;margin-right:.35rem;vertical-align:-.05rem;\
        background:var(--other)}
        .key i.bug{background:var(--bug)}.key i.hardware{background:var(--hardware)}
        .key i.network{background:var(--network)}.key i.delay{background:var(--delay)}
        .key i.bar{border-radius:2px;width:1.4rem;background:var(--window);opacity:.7}
        .key i.span{border-radius:2px;width:1.4rem;background:var(--incident);border:1px solid var(--line)}
        .key i.band{border-radius:2px;width:1.4rem;background:var(--band);border:1px solid var(--line)}
        footer{color:var(--faint);font-size:.85rem;padding-bottom:2rem}
        pre{white-space:pre-wrap;overflow-wrap:anywhere;font:.85rem/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,\
        "Liberation Mono",monospace;background:var(--paper);border:1px solid var(--line);border-radius:.3rem;padding:.6rem}
        @media (max-width:46rem){h1{font-size:1.5rem}.two,.three{grid-template-columns:1fr;gap:1rem}
        main,.hero>div,nav,footer{padding-left:.9rem;padding-right:.9rem}section{padding:.9rem}
        dl.facts{grid-template-columns:repeat(2,1fr)}.chart{overflow-x:auto}.chart svg{min-width:44rem}}
        @media print{:root{color-scheme:light;--paper:#ffffff;--card:#ffffff;--ink:#000000;--faint:#444444;--line:#bbbbbb;\
        --link:#000000;--mark:#ffffff;--bug:#6b2fb3;--hardware:#b3261e;--network:#0a5fb4;--delay:#855400;--other:#444444;\
        --on:#ffffff;--incident:#b3261e14;--band:#176c3726;--window:#7b8794;--heat:#b3261e}
        @page{margin:14mm 12mm}
        body{font-size:10pt}nav,.skip{display:none}
        main,footer,.hero>div{max-width:none;padding-left:0;padding-right:0}.two{display:block}
        section{border:0;padding:.4rem 0;break-inside:auto}.scroll,.chart{overflow:visible}
        table{font-size:8.5pt}td,th{overflow-wrap:anywhere;min-width:3.2em;padding-right:.5rem}
        thead th,.clock,.number{overflow-wrap:normal}td .place{display:inline-block;min-width:7rem}.spark{width:8rem}
        figure,tr,li,p,dd,summary{break-inside:avoid}h2,h3,h4,dt,caption,thead,summary{break-after:avoid}
        details::details-content{content-visibility:visible;display:block;block-size:auto}summary{list-style:none}
        .badge,svg{print-color-adjust:exact}a{text-decoration:none}}
        """
}
