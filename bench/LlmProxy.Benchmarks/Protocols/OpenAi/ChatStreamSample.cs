using System.Globalization;
using System.Text;

namespace LlmProxy.Benchmarks.Protocols.OpenAi;

/// <summary>A chat completion's stream, as OpenAI sends it.</summary>
internal static class ChatStreamSample
{
    /// <summary>Frames of content, without beginning and end.</summary>
    /// <param name="frames">How many.</param>
    /// <param name="textBytes">Characters of text in each; a token has about four.</param>
    public static byte[] Of(int frames, int textBytes)
    {
        var text = new string('x', textBytes);
        var stream = new StringBuilder();
        for (var i = 0; i < frames; i++)
        {
            stream.Append(CultureInfo.InvariantCulture, $$"""
                data: {"id":"chatcmpl-0123456789","object":"chat.completion.chunk","created":1700000000,"model":"gpt-4o-mini","service_tier":"default","system_fingerprint":"fp_0123456789","choices":[{"index":0,"delta":{"content":"{{text}}"},"logprobs":null,"finish_reason":null}]}


                """);
        }

        return Encoding.ASCII.GetBytes(stream.ToString());
    }
}
