using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>How much the model is told to think.</summary>
/// <remarks>
/// <para>
/// As a budget: minimal and low 1,024 tokens, medium 2,048, high 4,096, as LiteLLM has them, so that a move from there
/// costs the same; xhigh 8,192 and max 16,384 double on, which is our own choice. Anthropic's smallest budget is 1,024,
/// and at most half of a stated <c>max_tokens</c> is spent on thinking where that leaves enough.
/// </para>
/// <para>
/// As adaptive thinking: the effort of the same name; minimal is low, and xhigh is max on models that have no xhigh.
/// </para>
/// <para>A <c>thinking</c> object in the request is Anthropic's own and passes as it is.</para>
/// </remarks>
internal readonly record struct ThinkingPlan
{
    /// <summary>Anthropic's smallest <c>budget_tokens</c>.</summary>
    private const int MinBudget = 1024;

    private const string Field = "reasoning_effort";

    private ThinkingPlan(ThinkingMode mode, int tokens = 0, string? effort = null, JsonElement native = default)
    {
        Mode = mode;
        Tokens = tokens;
        Effort = effort;
        Native = native;
    }

    public ThinkingMode Mode { get; }

    /// <summary>The budget; with <see cref="ThinkingMode.Adaptive"/> the room that a default <c>max_tokens</c> leaves for thinking.</summary>
    public int Tokens { get; }

    /// <summary><c>output_config.effort</c>, or <c>null</c>.</summary>
    public string? Effort { get; }

    /// <summary>The caller's own <c>thinking</c> object, with <see cref="ThinkingMode.Native"/>.</summary>
    public JsonElement Native { get; }

    /// <summary>Whether the model is told to think, and sampling is bound by that.</summary>
    public bool IsOn => Mode is ThinkingMode.Adaptive or ThinkingMode.Budget
        || (Mode is ThinkingMode.Native && !(RawJson.TryGet(Native, "type"u8, out var type) && RawJson.Is(type, "disabled"u8)));

    /// <summary>Makes the plan.</summary>
    /// <param name="fields">The request.</param>
    /// <param name="style">The cluster's choice.</param>
    /// <param name="model">The model.</param>
    /// <param name="maxTokens">The limit that the caller states, or <c>null</c>.</param>
    /// <param name="isToolForced">Whether a tool must be called, which excludes thinking.</param>
    /// <param name="mustStartWithThinking">Whether the conversation ends in a turn of the model's that came back without its thinking.</param>
    /// <param name="dropped">Takes <c>reasoning_effort</c> where it is not carried over in full.</param>
    public static ThinkingPlan Make(
        ChatFields fields, AnthropicThinkingStyle style, ClaudeModel model, int? maxTokens,
        bool isToolForced, bool mustStartWithThinking, DroppedFields dropped)
    {
        var hasEffort = ChatFields.Has(fields.ReasoningEffort);
        if (ChatFields.Has(fields.Thinking))
        {
            if (hasEffort) dropped.Add(Field);
            return new ThinkingPlan(ThinkingMode.Native, NativeBudget(fields.Thinking), native: fields.Thinking);
        }

        if (!hasEffort) return default;
        var effort = RawJson.String(fields.ReasoningEffort);
        var budget = BudgetOf(effort);
        var isAdaptive = style is AnthropicThinkingStyle.Adaptive || (style is AnthropicThinkingStyle.Auto && model.ThinksAdaptively);
        if (budget == 0) return None(model, isAdaptive, dropped);
        if (!model.CanThink) return Dropped(dropped);
        if (!isAdaptive) return WithBudget(budget, maxTokens, isToolForced || mustStartWithThinking, dropped);

        var level = EffortOf(effort, model);
        if (!isToolForced) return new ThinkingPlan(ThinkingMode.Adaptive, budget, level);
        dropped.Add(Field);
        return new ThinkingPlan(ThinkingMode.Unsaid, budget, level); // the effort alone goes with a forced tool
    }

    /// <summary>Writes <c>thinking</c>, if anything is to be said.</summary>
    public void Write(Utf8JsonWriter json)
    {
        switch (Mode)
        {
            case ThinkingMode.Unsaid: return;
            case ThinkingMode.Native: RawJson.Copy(json, "thinking"u8, Native); return;
            default:
                json.WriteStartObject("thinking"u8);
                json.WriteString("type"u8, Mode switch
                {
                    ThinkingMode.Adaptive => "adaptive"u8,
                    ThinkingMode.Budget => "enabled"u8,
                    _ => "disabled"u8,
                });
                if (Mode is ThinkingMode.Budget) json.WriteNumber("budget_tokens"u8, Tokens);
                json.WriteEndObject();
                return;
        }
    }

    private static ThinkingPlan None(ClaudeModel model, bool isAdaptive, DroppedFields dropped)
    {
        if (!isAdaptive || !model.ThinksByDefault) return default;
        if (model.CanStopThinking) return new ThinkingPlan(ThinkingMode.Disabled);
        dropped.Add(Field); // a model that always thinks: as little as it can
        return new ThinkingPlan(ThinkingMode.Unsaid, effort: "low");
    }

    private static ThinkingPlan WithBudget(int budget, int? maxTokens, bool isExcluded, DroppedFields dropped)
    {
        if (isExcluded || maxTokens <= MinBudget) return Dropped(dropped);
        var most = maxTokens is { } limit ? Math.Max(MinBudget, limit / 2) : budget;
        return new ThinkingPlan(ThinkingMode.Budget, Math.Min(budget, most));
    }

    private static ThinkingPlan Dropped(DroppedFields dropped)
    {
        dropped.Add(Field);
        return default;
    }

    private static int BudgetOf(string effort) => effort switch
    {
        "none" => 0,
        "minimal" or "low" => 1024,
        "medium" => 2048,
        "high" => 4096,
        "xhigh" => 8192,
        "max" => 16_384,
        _ => throw RequestFault.Invalid(Field, "'reasoning_effort' must be \"none\", \"minimal\", \"low\", \"medium\", \"high\", \"xhigh\" or \"max\"."),
    };

    private static string EffortOf(string effort, ClaudeModel model) => effort switch
    {
        "minimal" => "low",
        "xhigh" when !model.HasExtraHighEffort => "max",
        _ => effort,
    };

    private static int NativeBudget(JsonElement thinking) =>
        RawJson.TryGet(thinking, "budget_tokens"u8, out var budget) && budget.ValueKind is JsonValueKind.Number
            && budget.TryGetInt32(out var tokens) ? Math.Clamp(tokens, 0, 1_000_000) : 0;
}
