using System.Text.Json;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Requests;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Input;

namespace LlmProxy.Benchmarks.Guardrails;

/// <summary>What all built-in guards cost a request of one message.</summary>
internal sealed class GuardedPrompts
{
    private const int PromptCharacters = 2_048;
    private const int WarmPasses = 40;
    private const int FreshRounds = 5;
    private const int KnownPasses = 7;
    private const int Batches = 40;
    private const int BatchPrompts = 100;

    private readonly Func<RouteGuards> _make;
    private readonly LlmRequest[] _prompts;
    private RouteGuards _guards = RouteGuards.None;

    /// <param name="make">Makes the guards, new ones each time.</param>
    /// <param name="text">Becomes prompts of 2 KB; no two are alike.</param>
    public GuardedPrompts(Func<RouteGuards> make, string text)
    {
        _make = make;
        _prompts = [.. text.Chunk(PromptCharacters).Where(prompt => prompt.Length == PromptCharacters).Select(prompt => Request(new string(prompt)))];
    }

    /// <summary>Measures.</summary>
    /// <returns>
    /// The mean of microseconds for prompts that were never seen, their 99th percentile and the bytes allocated; the mean for the same prompts when the
    /// engine knows all that is in them; and one of them again and again.
    /// </returns>
    public (double Fresh, double FreshP99, double Bytes, double Known, double Repeated) Measure()
    {
        // A third is for the engine's first states; the rest is news to it, in each round to one that is new itself.
        var warm = _prompts.Length / 3;
        var times = new double[_prompts.Length];
        var bytes = 0.0;

        // Other work on the machine can only make it longer, so the fastest of some rounds counts, as of some passes below.
        Array.Fill(times, double.MaxValue);
        for (var round = 0; round < FreshRounds; round++)
        {
            _guards = _make();
            var ignored = new double[_prompts.Length];
            for (var pass = 0; pass < WarmPasses; pass++)
                Judge(0, warm, ignored);
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            Judge(warm, _prompts.Length, times);
            bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / (_prompts.Length - warm);
        }

        var fresh = times[warm..].Order().ToList();
        Array.Fill(times, double.MaxValue);
        for (var pass = 0; pass < KnownPasses; pass++)
            Judge(warm, _prompts.Length, times);
        var repeated = double.MaxValue;
        for (var batch = 0; batch < Batches; batch++)
        {
            var from = ThreadClock.Microseconds();
            for (var i = 0; i < BatchPrompts; i++)
                Judge(_prompts[^1]);
            repeated = Math.Min(repeated, (ThreadClock.Microseconds() - from) / BatchPrompts);
        }

        return (fresh.Average(), fresh[fresh.Count * 99 / 100], bytes, times[warm..].Average(), repeated);
    }

    /// <summary>Judges some prompts, and notes how long each took; where a shorter time is noted, that one stays.</summary>
    private void Judge(int first, int end, double[] times)
    {
        for (var i = first; i < end; i++)
        {
            var before = ThreadClock.Microseconds();
            Judge(_prompts[i]);
            var taken = ThreadClock.Microseconds() - before;
            times[i] = times[i] > 0 ? Math.Min(times[i], taken) : taken;
        }
    }

    // As the step does that judges requests.
    private void Judge(LlmRequest request)
    {
        var guarded = new GuardedExchange(null, _guards);
        using var texts = new InputTexts(request);
        using var spans = new InputSpans(guarded, texts, null);
        spans.Run();
        new JudgeRound(guarded, GuardDirection.Input, texts.Texts, TimeProvider.System).RunAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    private static LlmRequest Request(string prompt) => LlmRequestReader.Read(
        JsonSerializer.SerializeToUtf8Bytes(new { model = "m", messages = new[] { new { role = "user", content = prompt } } }), maxDepth: 64);
}
