using System.Globalization;
using System.Text;
using LlmProxy.Core.Pricing;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Protocols.Anthropic;
using LlmProxy.Core.Protocols.OpenAi;
using LlmProxy.Metering.Prices;
using LlmProxy.Metering.Prices.Catalogue;
using LlmProxy.Metering.Prices.Settings;

namespace LlmProxy.Tests.Metering.Prices;

/// <summary>What providers report, from its bytes to the dollar, at the prices of 2026-07-24. Every expected number is worked beside it.</summary>
public class RecordedCostTests
{
    private static readonly PriceCatalogue Catalogue = new(BuiltInPrices.Book, new PriceOverlay(new PriceOptions()));

    [Theory]
    // OpenAI, cached and reasoning inside: (33,151 - 4,352) * 1.25 + 4,352 * 0.125 + 3,367 * 10 = 35,998.75 + 544 + 33,670
    [InlineData("openai", "gpt-5-2025-08-07", "0.07021275", """{"input_tokens":33151,"input_tokens_details":{"cached_tokens":4352},"output_tokens":3367,"output_tokens_details":{"reasoning_tokens":2624},"total_tokens":36518}""")]
    // The same answer served as flex: 28,799 * 0.625 + 4,352 * 0.0625 + 3,367 * 5 = 17,999.375 + 272 + 16,835
    [InlineData("openai", "gpt-5-2025-08-07", "0.035106375", """{"service_tier":"flex","input_tokens":33151,"input_tokens_details":{"cached_tokens":4352},"output_tokens":3367,"total_tokens":36518}""")]
    // OpenAI, predictions that were rejected are inside the answer: 53 * 0.15 + 40 * 0.6 = 7.95 + 24
    [InlineData("openai", "gpt-4o-mini-2024-07-18", "0.00003195", """{"prompt_tokens":53,"completion_tokens":40,"total_tokens":93,"completion_tokens_details":{"reasoning_tokens":0,"accepted_prediction_tokens":10,"rejected_prediction_tokens":15}}""")]
    // OpenAI, audio in and out: (120 - 100) * 2.5 + 100 * 32 + (80 - 60) * 10 + 60 * 64 = 50 + 3,200 + 200 + 3,840
    [InlineData("openai", "gpt-audio", "0.00729", """{"prompt_tokens":120,"completion_tokens":80,"total_tokens":200,"prompt_tokens_details":{"audio_tokens":100,"cached_tokens":0},"completion_tokens_details":{"audio_tokens":60}}""")]
    // OpenAI, above 272,000 tokens all at the higher rates: 200,000 * 5 + 100,000 * 0.5 + 1,000 * 22.5 = 1,000,000 + 50,000 + 22,500
    [InlineData("openai", "gpt-5.4", "1.0725", """{"prompt_tokens":300000,"completion_tokens":1000,"total_tokens":301000,"prompt_tokens_details":{"cached_tokens":100000}}""")]
    // OpenAI, cache writes: (2,400 - 2,161) * 5 + 2,161 * 6.25 + 10 * 30 = 1,195 + 13,506.25 + 300
    [InlineData("openai", "gpt-5.6", "0.01500125", """{"prompt_tokens":2400,"completion_tokens":10,"prompt_tokens_details":{"cached_tokens":0,"cache_write_tokens":2161}}""")]
    // OpenAI, embeddings: 8 * 0.02
    [InlineData("openai", "text-embedding-3-small", "0.00000016", """{"prompt_tokens":8,"total_tokens":8}""")]
    // Azure, without its date: 15 * 0.05 + 78 * 0.4 = 0.75 + 31.2
    [InlineData("azure", "gpt-5-nano-2025-08-07", "0.00003195", """{"completion_tokens":78,"completion_tokens_details":{"reasoning_tokens":64},"prompt_tokens":15,"prompt_tokens_details":{"audio_tokens":0,"cached_tokens":0},"total_tokens":93}""")]
    // Azure Foundry, images that were cached: no cached rate, so 265 * 0.2 + 52 * 0.5 = 53 + 26
    [InlineData("azure", "grok-4-1-fast-non-reasoning", "0.000079", """{"prompt_tokens":265,"completion_tokens":52,"total_tokens":317,"prompt_tokens_details":{"cached_tokens":162,"audio_tokens":0,"text_tokens":9,"image_tokens":256},"cost_in_usd_ticks":0}""")]
    // DeepSeek, hits and misses: 51 * 0.14 + 512 * 0.0028 + 116 * 0.28 = 7.14 + 1.4336 + 32.48
    [InlineData("deepseek", "deepseek-v4-flash", "0.0000410536", """{"completion_tokens":116,"completion_tokens_details":{"reasoning_tokens":60},"prompt_cache_hit_tokens":512,"prompt_cache_miss_tokens":51,"prompt_tokens":563,"total_tokens":679}""")]
    // Groq: 84 * 0.15 + 42 * 0.6 = 12.6 + 25.2
    [InlineData("groq", "openai/gpt-oss-120b", "0.0000378", """{"completion_time":0.087,"completion_tokens":42,"completion_tokens_details":{"reasoning_tokens":32},"prompt_tokens":84,"queue_time":0.1,"total_tokens":126}""")]
    // Mistral, cached tokens without a rate: 144 * 0.06 + 28 * 0.18 = 8.64 + 5.04
    [InlineData("mistral", "mistral-small-latest", "0.00001368", """{"prompt_tokens":144,"total_tokens":172,"completion_tokens":28,"num_cached_tokens":112,"service_tier":"standard"}""")]
    // Gemini, by its copy of chat, thoughts in the total alone: 35 * 1.25 + (109 - 35) * 10 = 43.75 + 740
    [InlineData("gemini", "gemini-2.5-pro", "0.00078375", """{"completion_tokens":12,"prompt_tokens":35,"total_tokens":109}""")]
    // Gemini, above 200,000 tokens: 200,001 * 2.5 + 1,000 * 15 = 500,002.5 + 15,000
    [InlineData("gemini", "gemini-2.5-pro", "0.5150025", """{"completion_tokens":1000,"prompt_tokens":200001,"total_tokens":201001}""")]
    // Gemini, at the bound: 200,000 * 1.25 + 1,000 * 10
    [InlineData("gemini", "gemini-2.5-pro", "0.26", """{"completion_tokens":1000,"prompt_tokens":200000,"total_tokens":201000}""")]
    // Cerebras: 79 * 0.35 + 37 * 0.75 = 27.65 + 27.75
    [InlineData("cerebras", "gpt-oss-120b", "0.0000554", """{"completion_tokens":37,"completion_tokens_details":{"reasoning_tokens":25},"prompt_tokens":79,"prompt_tokens_details":{"cached_tokens":0},"total_tokens":116}""")]
    // Together: (41 + 15) * 0.88
    [InlineData("together", "meta-llama/Llama-3.3-70B-Instruct-Turbo", "0.00004928", """{"prompt_tokens":41,"completion_tokens":15,"total_tokens":56,"cached_tokens":0}""")]
    // Voyage, a total alone: 12 * 0.06
    [InlineData("voyage", "voyage-3.5", "0.00000072", """{"total_tokens":12}""")]
    // Cohere, what it bills and not what it counts: 51 * 2.5 + 66 * 10 = 127.5 + 660
    [InlineData("cohere", "command-a-03-2025", "0.0007875", """{"billed_units":{"input_tokens":51,"output_tokens":66},"tokens":{"input_tokens":267,"output_tokens":91},"cached_tokens":144}""")]
    // OpenRouter says what it took, with digits of its own.
    [InlineData("openrouter", "google/gemini-2.5-flash", "0.0004970133333333333", """{"completion_tokens":100,"cost":0.0004970133333333333,"is_byok":false,"prompt_tokens":2168,"cost_details":{"upstream_inference_cost":0.0004970133333333333}}""")]
    // OpenRouter, the caller's own key upstream: its fee and what the upstream takes.
    [InlineData("openrouter", "openai/gpt-4o", "0.000821", """{"prompt_tokens":1,"completion_tokens":1,"cost":0.000041,"is_byok":true,"cost_details":{"upstream_inference_cost":0.00078}}""")]
    // OpenRouter, a free model: 0 is said, and so it is.
    [InlineData("openrouter", "minimax/minimax-m2:free", "0", """{"prompt_tokens":43,"completion_tokens":10,"total_tokens":53,"cost":0,"is_byok":false,"completion_tokens_details":{"reasoning_tokens":11}}""")]
    // Perplexity, with its price of a search: 20 * 1 + 5 * 1 = 25 millionths, and half a cent.
    [InlineData("perplexity", "sonar", "0.00503", """{"completion_tokens":5,"cost":{"input_tokens_cost":2e-05,"output_tokens_cost":1e-05,"request_cost":0.005,"total_cost":0.00503},"prompt_tokens":20,"total_tokens":25}""")]
    // xAI: 7,546,500 / 10^10; by the catalogue 87 * 1.25 + 192 * 0.2 + 243 * 2.5 = 108.75 + 38.4 + 607.5, the same.
    [InlineData("xai", "grok-4.3", "0.00075465", """{"input_tokens":279,"input_tokens_details":{"cached_tokens":192},"output_tokens":243,"output_tokens_details":{"reasoning_tokens":235},"total_tokens":522,"cost_in_usd_ticks":7546500}""")]
    // xAI without its statement, reasoning beside the answer: 1 * 0.3 + 290 * 0.075 + (26 + 196) * 0.5 = 0.3 + 21.75 + 111
    [InlineData("xai", "grok-3-mini", "0.00013305", """{"prompt_tokens":291,"completion_tokens":26,"total_tokens":513,"prompt_tokens_details":{"cached_tokens":290},"completion_tokens_details":{"reasoning_tokens":196}}""")]
    public void Chat_ReportedUsage_CostsToTheLastDigit(string vendor, string model, string cost, string usage) =>
        Assert.Equal(Dollars(cost), Cost(vendor, model, UsageReader.Read(Encoding.UTF8.GetBytes(usage))));

    [Theory]
    // Cache beside the input, five minutes: 16 * 2 + 13,637 * 0.2 + 7,049 * 2.5 + 344 * 10 = 32 + 2,727.4 + 17,622.5 + 3,440
    [InlineData("claude-sonnet-5", "0.0238219", """{"cache_creation":{"ephemeral_1h_input_tokens":0,"ephemeral_5m_input_tokens":7049},"cache_creation_input_tokens":7049,"cache_read_input_tokens":13637,"input_tokens":16,"output_tokens":344,"output_tokens_details":{"thinking_tokens":33},"service_tier":"standard"}""")]
    // Five minutes and an hour: 16 * 2 + 5,000 * 2.5 + 2,049 * 4 + 344 * 10 = 32 + 12,500 + 8,196 + 3,440
    [InlineData("claude-sonnet-5", "0.024168", """{"cache_creation":{"ephemeral_1h_input_tokens":2049,"ephemeral_5m_input_tokens":5000},"cache_creation_input_tokens":7049,"cache_read_input_tokens":0,"input_tokens":16,"output_tokens":344}""")]
    // A batch, which is half: 16 * 1 + 344 * 5
    [InlineData("claude-sonnet-5", "0.001736", """{"input_tokens":16,"output_tokens":344,"service_tier":"batch"}""")]
    // Above 200,000 tokens, of which most were cached: 50,000 * 6 + 160,000 * 0.6 + 1,000 * 22.5 = 300,000 + 96,000 + 22,500
    [InlineData("claude-sonnet-4-5-20250929", "0.4185", """{"input_tokens":50000,"cache_read_input_tokens":160000,"cache_creation_input_tokens":0,"output_tokens":1000}""")]
    // Two searches of the web: 1,000 * 5 + 100 * 25 = 7,500 millionths, and 2 cents
    [InlineData("claude-opus-4-8", "0.0275", """{"input_tokens":1000,"output_tokens":100,"server_tool_use":{"web_search_requests":2,"web_fetch_requests":3}}""")]
    // A conversation made shorter first, in a pass beside the counts: (23,000 + 180,000) * 5 + (1,000 + 3,500) * 25 = 1,015,000 + 112,500
    [InlineData("claude-opus-4-8", "1.1275", """{"input_tokens":23000,"output_tokens":1000,"iterations":[{"type":"compaction","input_tokens":180000,"output_tokens":3500},{"type":"message","input_tokens":23000,"output_tokens":1000}]}""")]
    public void Messages_ReportedUsage_CostsToTheLastDigit(string model, string cost, string usage) =>
        Assert.Equal(Dollars(cost), Cost("anthropic", model, MessagesUsageReader.Read(Encoding.UTF8.GetBytes(usage))));

    [Theory]
    [InlineData("openai", "gpt-4o-mini", """{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"audio_tokens":4}}""")] // audio without a price
    [InlineData("openai", "gpt-5", """{"service_tier":"scale","prompt_tokens":10,"completion_tokens":5}""")] // a service without a price
    [InlineData("openai", "gpt-image-1", """{"input_tokens":50,"output_tokens":4160,"input_tokens_details":{"text_tokens":10,"image_tokens":40}}""")] // a model without a price
    [InlineData("openai", "gpt-4o-transcribe", """{"type":"duration","seconds":12}""")]
    [InlineData("gemini", "gemini-1.5-flash", """{"prompt_tokens":10,"completion_tokens":5}""")]
    [InlineData("deepseek", "deepseek-chat", "null")]
    public void Chat_WhatHasNoPrice_IsUnknown(string vendor, string model, string usage) =>
        Assert.Null(Cost(vendor, model, UsageReader.Read(Encoding.UTF8.GetBytes(usage))));

    [Fact]
    public void Bedrock_CacheBesideTheInput_CostsToTheLastDigit()
    {
        // inputTokens 3, cacheRead 1,712, cacheWrite 236, output 121: 3 * 1 + 1,712 * 0.1 + 236 * 1.25 + 121 * 5 = 3 + 171.2 + 295 + 605
        var usage = new TokenUsage { InputTokens = 3 + 1_712 + 236, CachedInputTokens = 1_712, CacheWriteTokens = 236, OutputTokens = 121 };

        Assert.Equal(0.0010742m, Cost("bedrock", "anthropic.claude-haiku-4-5-20251001-v1:0", usage));
    }

    [Fact]
    public void Batch_OfOpenAi_CostsHalf()
    {
        // 71 * 1.25 + 12 * 5 = 88.75 + 60
        var price = Catalogue.Find("openai", "c", "gpt-4o-2024-08-06", default);

        Assert.Equal(0.00014875m, TokenCost.Of(new() { InputTokens = 71, OutputTokens = 12 }, price, new PriceContext(IsBatch: true)));
    }

    private static decimal? Cost(string vendor, string model, in TokenUsage usage) =>
        TokenCost.Of(usage, Catalogue.Find(vendor, "c", model, default), new PriceContext(UsesReportedCost: PriceVendors.ReportsCost(vendor)));

    private static decimal Dollars(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
