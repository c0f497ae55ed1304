namespace LlmProxy.Core.Tests.Guardrails.Entities;

/// <summary>The secrets are invented; none was ever valid. They are put together so that no scanner takes them for real ones.</summary>
public class SecretTests
{
    private const string Base62 = "q7Zt2LkW9xVb4NmRf8Ys3HcD6pJg1TaE5uKi";

    [Theory]
    [InlineData("export OPENAI_API_KEY=«API_KEY:sk-proj-#»")]
    [InlineData("key «API_KEY:sk-ant-api03-#» is old")]
    [InlineData("token «API_KEY:ghp_#».")]
    [InlineData("«API_KEY:glpat-#»")]
    [InlineData("HF_TOKEN=«API_KEY:hf_#»")]
    [InlineData("«API_KEY:sk_live_#»")]
    [InlineData("\"api_key\": \"«API_KEY:#»\"")]
    [InlineData("Authorization: Bearer «API_KEY:#»")]
    [InlineData("client_secret = '«API_KEY:#»'")]
    [InlineData("aws_access_key_id = «AWS_KEY:AKIAQ7ZT2LKW9XVB4NMR»")]
    [InlineData("aws_secret_access_key = «AWS_KEY:#Wq/+»")]
    [InlineData("password: «PASSWORD:Tiger5149?»")]
    [InlineData("My password is «PASSWORD:hunter2Moon», sorry")]
    [InlineData("DB_PASSWORD=\"«PASSWORD:s3cr3t/Val!»\"")]
    [InlineData("<password>«PASSWORD:Tiger5149»</password>")]
    [InlineData("<apiKey>«API_KEY:#»</apiKey>")]
    [InlineData("{\\\"password\\\":\\\"«PASSWORD:Tiger5149?»\\\", \\\"api_key\\\": \\\"«API_KEY:#»\\\"}")]
    [InlineData("PGPASSWORD=«PASSWORD:Sup3rMoon» psql")]
    [InlineData("DefaultEndpointsProtocol=https;AccountKey=«API_KEY:##Wq/+##Wq0123==»;")]
    [InlineData("heroku_api_key = «API_KEY:7f3c9a1e-90ab-4cde-8f01-2b6d5a9e0c47»")]
    [InlineData("密码：«PASSWORD:Tiger5149»")]
    [InlineData("Use «URL_WITH_CREDENTIALS:postgres://bot:1ag1VQ-1T@db.example.org:5432/app».")]
    [InlineData("see «URL_WITH_CREDENTIALS:ftp://user:password@files.acme.org/x»")]
    [InlineData("jwt «JWT:eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.aW52ZW50ZWQ» end")]
    [InlineData("«PRIVATE_KEY:-----BEGIN RSA PRIVATE KEY-----\nTqLK4mSDlhhy33mCK9lo\n-----END RSA PRIVATE KEY-----»\nrest")]
    public void Find_Secret_IsFoundWithItsBounds(string marked)
    {
        marked = marked.Replace("#", Base62, StringComparison.Ordinal);
        Assert.Equal(marked, MarkedTexts.Mark(MarkedTexts.Plain(marked)));
    }

    [Theory]
    [InlineData("sk-... and YOUR_API_KEY and ${TOKEN}")]
    [InlineData("ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("password: ********")]
    [InlineData("password=${DB_PASSWORD} or password=<secret>")]
    [InlineData("password = getenv(\"PW2\")")]
    [InlineData("The password is required and must be long.")]
    [InlineData("api_key = os.environ[\"OPENAI_API_KEY\"]")]
    [InlineData("public_key = \"q7Zt2LkW9xVb4NmRf8Ys3HcD6pJg1TaE5uKi\"")]
    [InlineData("\"kms_key_id\": \"555ea4a3-d53a-4412-9c66-3a7cb667b0d6\"")]
    [InlineData("primary_key = customer_account_identifier_2")]
    [InlineData("postgres://user:password@localhost/db and mysql://root:${PW}@db.acme.org and https://user:pass@example.com and https://example.org:8080/@x")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nTqLK4mSDlhhy33mCK9lo\n-----END PUBLIC KEY-----")]
    [InlineData("bm90X3ZhbGlkX2pzb25fYXRfYWxs.bm90X3ZhbGlkX2pzb25fYXRfYWxs.SflKxwRJSMeKKF2QT4fw")]
    [InlineData("commit b343a6b18e8ec85206cce12ff9c9e2637ebcd07e broke it")]
    [InlineData("if (password > minLength8) return List<Password>.Empty;")]
    [InlineData("<div class=\"sk-fading-circle-container-12\">")]
    [InlineData("idempotency_key: 7f3c9a1e-90ab-4cde-8f01-2b6d5a9e0c47")]
    [InlineData("RegEnumKey = win32api.RegEnumKey")]
    [InlineData("def __init__(self, passwd=None): pass")]
    [InlineData("const tokenizer = AutoTokenizer.fromPretrained2")]
    public void Find_WhatIsNoSecret_IsNotFound(string text) => Assert.Equal(text, MarkedTexts.Mark(text));
}
