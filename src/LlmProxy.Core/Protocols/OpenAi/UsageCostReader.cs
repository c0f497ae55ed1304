using System.Globalization;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>Reads what a <c>usage</c> object says of the call's cost; see <see cref="UsageReader"/>.</summary>
internal static class UsageCostReader
{
    private const decimal TicksPerDollar = 10_000_000_000m;

    // No call costs that much; a statement of more is none.
    private const decimal MaxDollars = 1_000_000m;

    /// <summary>Reads one member of the object, if it is about money.</summary>
    public static void Read(in JsonMembers member, ref UsageCounts counts)
    {
        if (member.NameIs("cost"u8))
        {
            counts.Cost = member.Value.IsObject ? Dollars(Member(member.Value, "total_cost"u8)) : Dollars(member.Value) ?? counts.Cost;
        }
        else if (member.NameIs("cost_in_usd_ticks"u8))
        {
            counts.Cost = member.Value.TryGetInt64(out var ticks) && ticks / TicksPerDollar is >= 0 and <= MaxDollars and var dollars ? dollars : counts.Cost;
        }
        else if (member.NameIs("cost_details"u8))
        {
            counts.UpstreamCost = Dollars(Member(member.Value, "upstream_inference_cost"u8));
        }
        else if (member.NameIs("is_byok"u8))
        {
            counts.IsOwnKey = member.Value.Bytes.SequenceEqual("true"u8);
        }
    }

    private static JsonValue Member(JsonValue value, ReadOnlySpan<byte> name)
    {
        var members = value.Members();
        while (value.IsObject && members.Next())
        {
            if (members.NameIs(name))
            {
                return members.Value;
            }
        }

        return default;
    }

    private static decimal? Dollars(JsonValue value) =>
        value.IsNumber && decimal.TryParse(value.Bytes, NumberStyles.Float, CultureInfo.InvariantCulture, out var dollars) && dollars is >= 0 and <= MaxDollars
            ? dollars
            : null;
}
