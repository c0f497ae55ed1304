using LlmProxy.Sandbox.Hosting;

namespace LlmProxy.Sandbox.Answers;

/// <summary>Decides what to answer; the same request always gets the same answer.</summary>
internal static class AnswerPlanner
{
    private const int MaxEcho = 200;

    /// <summary>The answer to a prompt.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="prompt">What it asks for.</param>
    /// <param name="choice">Which of several choices, from 0.</param>
    public static Answer Plan(Exchange exchange, Prompt prompt, int choice = 0)
    {
        if (CannedModel.TextOf(exchange.Model) is { } canned) return Finish(prompt, null, canned);
        if (prompt.ToolResults.Count > 0) return Finish(prompt, Thought(prompt), FromResults(prompt));
        var commands = Commands.Read(prompt.UserText);
        var reasoning = commands.Reasoning ?? Thought(prompt);
        return ToolCalls(prompt, commands) is { Count: > 0 } calls
            ? WithCalls(prompt, reasoning, calls)
            : Finish(prompt, reasoning, Text(exchange, prompt, commands, choice));
    }

    private static string? Thought(Prompt prompt) => prompt.WantsThinking ? "The sandbox only pretends to think about this." : null;

    private static string FromResults(Prompt prompt) => $"The tools answered: {string.Join("; ", prompt.ToolResults)}";

    private static List<(string Tool, string Arguments)> ToolCalls(Prompt prompt, Commands commands)
    {
        if (commands.Calls.Count > 0) return commands.Calls;
        if (prompt.Tools.Count == 0 || prompt.ToolUse is ToolUse.Free or ToolUse.Forbidden) return [];
        var tool = prompt.Tools.FirstOrDefault(t => t.Name == prompt.ToolName, prompt.Tools[0]);
        return [(tool.Name, SchemaExample.For(tool.Schema))];
    }

    private static string Text(Exchange exchange, Prompt prompt, Commands commands, int choice)
    {
        if (commands.Echo is { } echo) return echo;
        if (commands.TokenCount is { } count) return Words.Of(count);
        if (commands.ShowHeaders) return RequestView.Headers(exchange);
        if (commands.ShowBody) return RequestView.Body(exchange);
        var said = Shorten(prompt.UserText);
        return prompt.Form switch
        {
            OutputForm.JsonSchema => SchemaExample.For(prompt.Schema),
            OutputForm.JsonObject => JsonText.Object("answer", $"You said: {said}"),
            _ => $"This is the LlmProxy sandbox, not a real model. You said: {said}"
                + (choice > 0 ? $" (choice {choice})" : ""),
        };
    }

    private static string Shorten(string text) =>
        text.Length <= MaxEcho ? text : text[..Tokens.WholeCharacters(text, MaxEcho)] + "…";

    private static Answer WithCalls(Prompt prompt, string? reasoning, List<(string Tool, string Arguments)> calls)
    {
        var blocks = calls.Select((call, i) =>
            new AnswerBlock(BlockKind.ToolCall, call.Arguments) { ToolName = call.Tool, CallIndex = i });
        return new()
        {
            Blocks = [.. Reasoning(reasoning), .. blocks],
            // As OpenAI: a function that was forced by name ends with "stop".
            Finish = prompt.ToolUse == ToolUse.Named ? FinishKind.Stop : FinishKind.ToolCalls,
            InputTokens = prompt.InputTokens,
        };
    }

    private static Answer Finish(Prompt prompt, string? reasoning, string text)
    {
        var finish = FinishKind.Stop;
        string? met = null;
        foreach (var stop in prompt.Stop)
        {
            if (stop.Length == 0 || text.IndexOf(stop, StringComparison.Ordinal) is var at && at < 0) continue;
            (text, met, finish) = (text[..at], stop, FinishKind.StopSequence);
        }

        if (prompt.MaxTokens is { } most && Tokens.LengthOf(text, most) is var length && length < text.Length)
            (text, met, finish) = (text[..length], null, FinishKind.Length);
        return new()
        {
            Blocks = [.. Reasoning(reasoning), new(BlockKind.Text, text)],
            Finish = finish,
            StopSequence = met,
            InputTokens = prompt.InputTokens,
        };
    }

    private static AnswerBlock[] Reasoning(string? text) => text is null ? [] : [new(BlockKind.Reasoning, text)];
}
