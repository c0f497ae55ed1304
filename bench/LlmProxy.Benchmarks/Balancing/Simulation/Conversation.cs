using System.Text;

namespace LlmProxy.Benchmarks.Balancing.Simulation;

/// <summary>One conversation: each request repeats the one before, its answer, and asks one more question.</summary>
internal sealed class Conversation(string system, int turns, Random chance)
{
    private readonly StringBuilder _messages = new(Message("system", system));
    private int _left = turns;

    /// <summary>The text in the replica's own order, as its cache sees it.</summary>
    public string Prompt => _messages.ToString();

    /// <summary>The length of the answer to the last request.</summary>
    public int AnswerBytes { get; private set; }

    /// <summary>Adds the next question.</summary>
    /// <returns>The request's body.</returns>
    public byte[] Ask()
    {
        _left--;
        _messages.Append(',').Append(Message("user", Text(chance, 100, 900)));
        AnswerBytes = chance.Next(300, 2_000);
        return Encoding.ASCII.GetBytes($$"""{"model":"m","stream":true,"temperature":0.{{chance.Next(10)}},"messages":[{{_messages}}]}""");
    }

    /// <summary>Takes the answer into the conversation.</summary>
    /// <returns>Whether it goes on.</returns>
    public bool Answer()
    {
        _messages.Append(',').Append(Message("assistant", Text(chance, AnswerBytes, AnswerBytes + 1)));
        return _left > 0;
    }

    /// <summary>A text that no other is like.</summary>
    public static string Text(Random chance, int from, int to) =>
        string.Create(chance.Next(from, to), chance, static (text, chance) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = (char)('a' + chance.Next(26));
        });

    private static string Message(string role, string text) => $$"""{"role":"{{role}}","content":"{{text}}"}""";
}
