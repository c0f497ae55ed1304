using System.Buffers;
using System.Text;
using LlmProxy.Core.Json;
using LlmProxy.Core.Prompts.Rendering;

namespace LlmProxy.Core.Prompts;

/// <summary>Finds the values of a template's variables in what a request says, and checks them.</summary>
public static class PromptBinder
{
    /// <summary>The most members of a request's variables that are looked at; more are a problem of their own.</summary>
    private const int MaxMembers = 200;

    /// <summary>The longest number that is read.</summary>
    private const int LongestNumber = 64;

    private const int LongestName = 64;

    /// <summary>The values for <paramref name="template"/>.</summary>
    /// <param name="template">The template.</param>
    /// <param name="variables">A JSON object that was read as valid, or nothing. Values stay slices of it.</param>
    /// <param name="given">What the route says; variables that the template does not have are left out.</param>
    /// <param name="problems">Takes what is wrong, and the values are of no use then; <c>null</c>: nothing is checked, and what is missing is empty.</param>
    public static PromptValues Bind(
        PromptTemplate template, ReadOnlyMemory<byte> variables, IReadOnlyDictionary<string, string> given, ICollection<PromptProblem>? problems)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(given);
        var count = template.Variables.Count;
        var values = count == 0 ? [] : new ReadOnlyMemory<byte>[count];
        Span<bool> isSet = count <= 128 ? stackalloc bool[128] : new bool[count];
        ReadCaller(template, variables, values, isSet, problems);
        for (var i = 0; i < count; i++)
        {
            if (given.Count > 0 && given.TryGetValue(template.Variables[i].Name, out var text))
                values[i] = OfRoute(template.Variables[i], text, isSet[i], problems);
            else if (!isSet[i] && template.Pieces.Defaults[i] is { } written)
                values[i] = written;
            else if (!isSet[i])
                problems?.Add(new(template.Variables[i].Name, PromptProblemKind.Missing, "is missing"));
        }

        return count == 0 ? PromptValues.None : new PromptValues(values);
    }

    private static void ReadCaller(
        PromptTemplate template, ReadOnlyMemory<byte> variables, ReadOnlyMemory<byte>[] values, Span<bool> isSet, ICollection<PromptProblem>? problems)
    {
        var members = 0;
        var walk = new JsonWalk(variables.Span);
        while (walk.Next())
        {
            if (members++ == MaxMembers)
            {
                problems?.Add(new("variables", PromptProblemKind.Unknown, $"has more than {MaxMembers} members"));
                return;
            }

            var variable = Find(template.Pieces, walk.Name);
            if (variable < 0)
            {
                problems?.Add(new(Shown(walk.Name), PromptProblemKind.Unknown, "is not a variable of this prompt"));
                continue;
            }

            if (walk.Value.SequenceEqual("null"u8))
                continue;
            if (isSet[variable])
                problems?.Add(new(template.Variables[variable].Name, PromptProblemKind.Wrong, "is given twice"));
            var (start, length, problem) = Value(template.Variables[variable], walk, isChecked: problems is not null);
            if (problem is not null)
                problems?.Add(new(template.Variables[variable].Name, PromptProblemKind.Wrong, problem));
            values[variable] = variables.Slice(start, length);
            isSet[variable] = true;
        }
    }

    /// <summary>Where a value stands in the object, without its quotes, and what is wrong with it.</summary>
    private static (int Start, int Length, string? Problem) Value(PromptVariable variable, in JsonWalk member, bool isChecked)
    {
        var value = member.Value;
        var start = member.ValueStart;
        if (value is [(byte)'{', ..] && InputText(value) is { Length: > 0 } inner)
        {
            value = value.Slice(inner.Start, inner.Length);
            start += inner.Start;
        }

        if (value is [(byte)'"', .., (byte)'"'])
            return (start + 1, value.Length - 2, isChecked ? PromptValueCheck.OfString(variable, value[1..^1]) : null);
        if (value is [(byte)'{' or (byte)'[', ..])
            return (start, 0, variable.Type == PromptVariableType.Text ? "must be a string" : "must be one value");
        if (variable.Type == PromptVariableType.Text)
            return (start, value.Length, "must be a string");
        return (start, value.Length, value.Length > LongestNumber ? "is too long for a number" : PromptValueRules.Problem(variable, Encoding.ASCII.GetString(value)));
    }

    /// <summary>The text of <c>{"type":"input_text","text":"…"}</c>, as OpenAI's Responses API takes variables too.</summary>
    private static (int Start, int Length) InputText(ReadOnlySpan<byte> value)
    {
        var (text, isText) = ((Start: 0, Length: 0), false);
        var walk = new JsonWalk(value);
        while (walk.Next())
        {
            if (JsonText.Means(walk.Name, "type"u8))
                isText = JsonText.Means(walk.Text, "input_text"u8);
            else if (walk.IsString && JsonText.Means(walk.Name, "text"u8))
                text = (walk.ValueStart, walk.Value.Length);
        }

        return isText ? text : default;
    }

    private static byte[] OfRoute(PromptVariable variable, string text, bool isCallers, ICollection<PromptProblem>? problems)
    {
        if (isCallers)
            problems?.Add(new(variable.Name, PromptProblemKind.Fixed, "is given by the route and cannot be changed"));
        if (problems is not null && PromptValueRules.Problem(variable, text) is { } problem)
            problems.Add(new(variable.Name, PromptProblemKind.WrongOfRoute, problem));
        return PromptPieces.Inside(text);
    }

    private static int Find(PromptPieces pieces, ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < pieces.Names.Length; i++)
        {
            if (JsonText.Means(name, pieces.Names[i]))
                return i;
        }

        return -1;
    }

    private static string Shown(ReadOnlySpan<byte> name)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(name.Length);
        var text = Encoding.UTF8.GetString(bytes.AsSpan(0, JsonText.Unescape(name, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
        return text.Length > LongestName ? text[..LongestName] : text;
    }
}
