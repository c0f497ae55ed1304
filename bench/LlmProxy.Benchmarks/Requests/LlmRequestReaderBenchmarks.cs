using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using LlmProxy.Core.Requests;

namespace LlmProxy.Benchmarks.Requests;

/// <summary>What it costs to scan a request, beside the tokens alone and beside a document.</summary>
public class LlmRequestReaderBenchmarks
{
    private byte[] _body = [];

    /// <summary>Bytes of the body: a question, or a long prompt.</summary>
    [Params(2 * 1024, 100 * 1024)]
    public int BodyBytes { get; set; }

    /// <summary>Makes the body.</summary>
    [GlobalSetup]
    public void Setup()
    {
        const string before =
            """{"model":"gpt-4o-mini","stream":true,"temperature":0.2,"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":" """;
        const string after = "\"}]}";
        _body = Encoding.ASCII.GetBytes(before + new string('x', BodyBytes - before.Length - after.Length) + after);
    }

    /// <summary>The least that any JSON reader must do.</summary>
    [Benchmark(Baseline = true)]
    public int AllTokens()
    {
        var tokens = 0;
        var reader = new Utf8JsonReader(_body);
        while (reader.Read())
            tokens++;
        return tokens;
    }

    /// <summary>The gateway's scan.</summary>
    [Benchmark]
    public bool Scan() => LlmRequestReader.Read(_body, 128).Stream;

    /// <summary>What the gateway does without.</summary>
    [Benchmark]
    public bool Document()
    {
        using var document = JsonDocument.Parse(_body);
        return document.RootElement.GetProperty("stream").GetBoolean();
    }
}
