using LlmProxy.Core.Guardrails.Entities.Context;
using LlmProxy.Core.Guardrails.Entities.Values;

namespace LlmProxy.Core.Guardrails.Entities.Catalogue;

/// <summary>Keys and tokens whose form their service documents, most by a prefix made to be found.</summary>
/// <remarks>Prefixes and lengths are facts from the services' public documentation; placeholders of the same form do not count.</remarks>
internal static class ProviderKeyPatterns
{
    private const string Free = "(?<![0-9A-Za-z_])";

    private const string End = "(?![0-9A-Za-z_])";

    private static readonly ValueCheck Random = static value => !Placeholder.Is(value) && Entropy.Of(value) >= 3;

    /// <summary>Whether a value has the digits or capitals of a generated one: classes of style sheets begin with <c>sk-</c> too.</summary>
    private static bool IsNoName(ReadOnlySpan<byte> value) =>
        Digits.Count(value) is var digits && digits >= 2 && (digits * 8 >= value.Length || value.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0);

    /// <summary>Of services that run models.</summary>
    public static PatternList Models { get; } = new(EntityType.ApiKey, EntityGroup.Secrets, EntitySeverity.Critical)
    {
        { "anthropic", Free + "sk-ant-[a-z0-9]{3,8}-[A-Za-z0-9_-]{32,}", Random },
        { "openai", Free + "sk-(?:proj-|svcacct-|admin-|None-)?[A-Za-z0-9_-]{20,}" + End, static value => Random(value) && IsNoName(value) },
        { "openrouter", Free + "sk-or-v1-[0-9a-f]{64}" + End, Random },
        { "google", Free + "AIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])", Random },
        { "huggingface", Free + "(?:hf_[A-Za-z0-9]{30,40}|api_org_[A-Za-z0-9]{34})" + End, Random },
        { "replicate", Free + "r8_[A-Za-z0-9]{37}" + End, Random },
        { "groq", Free + "gsk_[A-Za-z0-9]{48,56}" + End, Random },
        { "xai", Free + "xai-[A-Za-z0-9]{60,}" + End, Random },
        { "perplexity", Free + "pplx-[A-Za-z0-9]{40,64}" + End, Random },
        { "cerebras", Free + "csk-[a-z0-9]{40,64}" + End, Random },
        { "fireworks", Free + "fw_[A-Za-z0-9]{20,40}" + End, Random },
        { "together", Free + "tgp_v1_[A-Za-z0-9_-]{43}" + End, Random },
        { "nvidia", Free + "nvapi-[A-Za-z0-9_-]{60,72}" + End, Random },
        { "voyage", Free + "pa-[A-Za-z0-9_-]{40,48}" + End, static value => Random(value) && Digits.Count(value) >= 2 },
        { "pinecone", Free + "pcsk_[A-Za-z0-9]{5,6}_[A-Za-z0-9]{60,70}" + End, Random },
        { "langsmith", Free + "lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}" + End, Random },
        { "langfuse", Free + "sk-lf-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}" + End, Random },
        { "tavily", Free + "tvly-(?:dev-)?[A-Za-z0-9]{28,40}" + End, Random },
        { "elevenlabs", Free + "sk_[0-9a-f]{48}" + End, Random },
        { "bedrock", Free + "ABSK[A-Za-z0-9+/]{100}", "[A-Za-z0-9+/=]", Random },
    };

    /// <summary>Of services that hold code, build and deploy it.</summary>
    public static PatternList Development { get; } = new(EntityType.ApiKey, EntityGroup.Secrets, EntitySeverity.Critical)
    {
        { "github", Free + "(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})" + End, Random },
        { "gitlab", Free + "(?:glpat|gldt|glrt|glrtr|glft|glsoat|glcbt|glffct|glptt|glimt|gloas)-[A-Za-z0-9_.-]{20,}" + End, GitLabKey.Is },
        { "gitlab-agent", Free + "glagent-[A-Za-z0-9_-]{50}", "[A-Za-z0-9_-]", Random },
        { "gitlab-runner", Free + "GR1348941[A-Za-z0-9_-]{20,50}" + End, Random },
        { "bitbucket", Free + "ATBB[A-Za-z0-9]{28,36}" + End, Random },
        { "atlassian", Free + "ATATT3[A-Za-z0-9_=-]{100}", "[A-Za-z0-9_=-]", Random },
        { "npm", Free + "npm_[A-Za-z0-9]{36}" + End, Random },
        { "pypi", Free + "pypi-AgE[A-Za-z0-9_-]{50}", "[A-Za-z0-9_-]", Random },
        { "rubygems", Free + "rubygems_[0-9a-f]{48}" + End, Random },
        { "nuget", Free + "oy2[a-z0-9]{43}" + End, Random },
        { "crates", Free + "cio[A-Za-z0-9]{32}" + End, Random },
        { "clojars", Free + "CLOJARS_[a-z0-9]{60}" + End, Random },
        { "docker", Free + "dckr_(?:pat|oat)_[A-Za-z0-9_-]{27,32}" + End, Random },
        { "terraform", Free + @"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70}", Random },
        { "vault", Free + @"hv[bsr]\.[A-Za-z0-9_-]{24}", "[A-Za-z0-9_-]", Random },
        { "vault-old", Free + @"s\.[A-Za-z0-9]{24}" + End, static value => Random(value) && Digits.Count(value) >= 2 },
        { "doppler", Free + @"dp\.(?:pt|ct|sa|st|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}" + End, Random },
        { "onepassword", Free + "ops_eyJ[A-Za-z0-9+/]{100}", "[A-Za-z0-9+/=]", Random },
        { "onepassword-secret", Free + "A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}" + End, Random },
        { "pulumi", Free + "pul-[0-9a-f]{40}" + End, Random },
        { "artifactory", Free + "(?:AKCp[A-Za-z0-9]{69}|cmVmd[A-Za-z0-9]{59})" + End, Random },
        { "buildkite", Free + "bk(?:ua|at)_[0-9A-Za-z]{40}" + End, Random },
        { "circleci", Free + "CCI(?:PAT|PRJ)_[A-Za-z0-9]{20,24}_[0-9a-f]{40}" + End, Random },
        { "sonar", Free + "sq[upa]_[0-9a-f]{40}" + End, Random },
        { "sourcegraph", Free + "sgp_(?:(?:[0-9a-fA-F]{16}|local)_)?[0-9a-fA-F]{40}" + End, Random },
        { "snyk", Free + @"snyk_(?:uat|sat)\.[0-9a-z]{8}\.[A-Za-z0-9_.-]{64}", "[A-Za-z0-9_.-]", Random },
        { "openshift", Free + "sha256~[A-Za-z0-9_-]{43}" + End, Random },
        { "postman", Free + "PMAK-[0-9a-f]{24}-[0-9a-f]{34}" + End, Random },
        { "prefect", Free + "pn[ub]_[a-zA-Z0-9]{36}" + End, Random },
        { "readme", Free + "rdme_[a-z0-9]{70}" + End, Random },
        { "launchdarkly", Free + "(?:sdk|api)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}" + End, Random },
        { "age", Free + "AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}" + End, Random },
        { "octopus", Free + "API-[A-Z0-9]{26,36}" + End, static value => Random(value) && Digits.Count(value) >= 3 },
        { "duffel", Free + "duffel_(?:test|live)_[A-Za-z0-9_=-]{43}", Random },
        { "frameio", Free + "fio-u-[A-Za-z0-9_=-]{64}", Random },
    };

    /// <summary>Of clouds, data bases and what watches over them; those of Amazon are apart.</summary>
    public static PatternList Clouds { get; } = new(EntityType.ApiKey, EntityGroup.Secrets, EntitySeverity.Critical)
    {
        { "google-oauth", Free + @"(?:GOCSPX-[A-Za-z0-9_-]{28}|ya29\.[A-Za-z0-9_-]{30,}|1//0[A-Za-z0-9_-]{40,})" + End, Random },
        { "azure-secret", "(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~.-])", Random },
        { "azure-account-key", "(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{86}==(?![A-Za-z0-9+/=])", static value => Entropy.Of(value) >= 4.5, Evidence.Form },
        { "digitalocean", Free + "do[opr]_v1_[0-9a-f]{64}" + End, Random },
        { "heroku", Free + "HRKU-[A-Za-z0-9_-]{36,60}" + End, Random },
        { "cloudflare", Free + @"v1\.0-[0-9a-f]{24}-[0-9a-f]{146}" + End, Random },
        { "alibaba", Free + "LTAI[A-Za-z0-9]{12,24}" + End, static value => Random(value) && Digits.Count(value) >= 2 },
        { "tencent", Free + "AKID[A-Za-z0-9]{32}" + End, Random },
        { "yandex", Free + @"(?:AQVN[A-Za-z0-9_-]{35,38}|t1\.[A-Z0-9a-z_-]{10,}={0,2}\.[A-Z0-9a-z_-]{86}={0,2}|y[0-3]_[A-Za-z0-9_-]{30,})" + End, static value => Random(value) && Digits.Count(value) >= 2 },
        { "databricks", Free + "dapi[0-9a-f]{32}(?:-[0-9])?" + End, Random },
        { "planetscale", Free + "pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{32,64}" + End, Random },
        { "supabase", Free + "(?:sbp_[0-9a-f]{40}|sb_secret_[A-Za-z0-9_-]{20,50})" + End, Random },
        { "neon", Free + "napi_[a-z0-9]{60,70}" + End, Random },
        { "clickhouse", Free + "4b1d[A-Za-z0-9]{38}" + End, Random },
        { "grafana", Free + "glsa_[A-Za-z0-9]{32}_[0-9A-Fa-f]{8}" + End, Random },
        { "grafana-cloud", Free + "glc_[A-Za-z0-9+/]{32}", "[A-Za-z0-9+/=]", Random },
        { "newrelic", Free + "(?:NRAK-[A-Z0-9]{27}|NRI[IQ]-[A-Za-z0-9_-]{32}|NRJS-[0-9a-f]{19})" + End, Random },
        { "dynatrace", Free + @"dt0[a-z][0-9]{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}" + End, Random },
        { "sentry", Free + "(?:sntrys_[A-Za-z0-9+/=_]{60}|sntryu_[0-9a-f]{60})", "[A-Za-z0-9+/=_]", Random },
        { "honeycomb", Free + "hc[abx](?:ik|lk|mk)_[0-9a-z]{26,}" + End, Random },
        { "infracost", Free + "ico-[A-Za-z0-9]{32}" + End, Random },
        { "tailscale", Free + "tskey-[a-z]{2,12}-[A-Za-z0-9]{8,32}(?:-[A-Za-z0-9]{16,48})?" + End, Random },
        { "fly", Free + "fo1_[A-Za-z0-9_-]{43}" + End, Random },
        { "fly-macaroon", Free + "fm[12][ar]?_[A-Za-z0-9+/]{80}", "[A-Za-z0-9+/=,_]", Random },
        { "render", Free + "rnd_[A-Za-z0-9]{28,36}" + End, Random },
        { "netlify", Free + "nf[pcoub]_[A-Za-z0-9]{36,40}" + End, Random },
        { "vercel", Free + "vc[pika]_[A-Za-z0-9]{24,56}" + End, static value => Random(value) && Digits.Count(value) >= 2 },
        { "scalingo", Free + "tk-us-[A-Za-z0-9_-]{48}" + End, Random },
        { "maxmind", Free + "[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk" + End, Random },
    };

    /// <summary>Of services for messages, payments, sales and documents.</summary>
    public static PatternList Services { get; } = new(EntityType.ApiKey, EntityGroup.Secrets, EntitySeverity.Critical)
    {
        { "slack", Free + "xox[bpoasr]-[0-9]{8,14}-[0-9A-Za-z-]{16,}" + End, Random },
        { "slack-rotating", Free + @"xoxe(?:-|\.xox[bp]-)[0-9]-[A-Za-z0-9]{80}", "[A-Za-z0-9]", Random },
        { "slack-app", Free + "xapp-[0-9]-[A-Z0-9]{8,14}-[0-9]{8,16}-[a-z0-9]{32,}" + End, Random },
        { "slack-webhook", @"https://hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9+/]{40,64}", Random },
        { "discord", Free + @"[MNO][A-Za-z0-9_-]{23,25}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}" + End, Random },
        { "discord-webhook", @"https://(?:(?:ptb|canary)\.)?discord(?:app)?\.com/api/webhooks/[0-9]{16,20}/[A-Za-z0-9_-]{60,}", Random },
        { "telegram", Free + "[0-9]{8,10}:AA[A-Za-z0-9_-]{32,33}" + End, Random },
        { "teams-webhook", @"https://[a-z0-9]{2,40}\.webhook\.office\.com/webhookb2/[0-9a-f-]{36}@[0-9a-f-]{36}/IncomingWebhook/[0-9a-f]{32}/[0-9a-f-]{36}", Random },
        { "stripe", Free + "(?:[sr]k_(?:live|test|prod)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/]{32,44})" + End, Random },
        { "square", Free + "(?:sq0(?:atp|csp|idp)-[A-Za-z0-9_-]{22,43}|EAAA[A-Za-z0-9_-]{56,60})" + End, Random },
        { "paypal", Free + @"access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}" + End, Random },
        { "plaid", Free + "access-(?:sandbox|development|production)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}" + End, Random },
        { "flutterwave", Free + "FLW(?:SECK|PUBK)(?:_TEST)?-[0-9a-h]{12,32}-X" + End, Random },
        { "shopify", Free + "shp(?:at|ca|pa|ss|ut)_[0-9a-fA-F]{32}" + End, Random },
        { "twilio", Free + "(?:SK|AC)[0-9a-z]{32}" + End, static value => Entropy.Of(value) >= 3 && !Placeholder.HasRun(value) },
        { "sendgrid", Free + @"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}" + End, Random },
        { "mailgun", Free + "(?:key-[0-9a-f]{32}|[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8})" + End, Random },
        { "mailchimp", Free + "[0-9a-f]{32}-us[0-9]{1,2}" + End, Random },
        { "brevo", Free + "xkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}" + End, Random },
        { "resend", Free + "re_[A-Za-z0-9]{8,10}_[A-Za-z0-9]{24}" + End, Random },
        { "hubspot", Free + "pat-(?:na|eu|ap)[0-9]-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}" + End, Random },
        { "linear", Free + "lin_(?:api|oauth)_[A-Za-z0-9]{40,64}" + End, Random },
        { "notion", Free + "(?:ntn_[0-9]{9,13}[A-Za-z0-9]{32,40}|secret_[A-Za-z0-9]{43})" + End, Random },
        { "figma", Free + "fig[dur]_[A-Za-z0-9_-]{40,}" + End, Random },
        { "airtable", Free + @"pat[A-Za-z0-9]{14}\.[0-9a-f]{64}" + End, Random },
        { "typeform", Free + "tfp_[A-Za-z0-9_.=-]{44,59}", Random },
        { "contentful", Free + "CFPAT-[A-Za-z0-9_-]{43}" + End, Random },
        { "easypost", Free + "EZ[AT]K[A-Za-z0-9]{54}" + End, Random },
        { "shippo", Free + "shippo_(?:live|test)_[0-9a-fA-F]{40}" + End, Random },
        { "lob", Free + "(?:live|test)_(?:pub_)?[0-9a-f]{31,35}" + End, Random },
        { "mapbox", Free + @"sk\.eyJ[A-Za-z0-9_-]{40,}\.[A-Za-z0-9_-]{20,}" + End, null },
        { "facebook", Free + "EAA[MC][A-Za-z0-9]{64}", "[A-Za-z0-9]", Random },
        { "adobe", Free + "p8e-[A-Za-z0-9_-]{32}" + End, Random },
        { "apify", Free + "apify_api_[A-Za-z0-9]{36}" + End, Random },
        { "settlemint", Free + "sm_(?:pat|aat|sat)_[A-Za-z0-9]{16}" + End, Random },
        { "intra42", Free + "s-s4t2(?:ud|af)-[0-9a-f]{64}" + End, Random },
        { "salesforce", Free + "00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{80}", "[A-Za-z0-9._]", Random },
        { "okta", Free + "00[A-Za-z0-9_-]{40}" + End, static value => Random(value) && Entropy.Of(value) >= 4 },
    };
}
