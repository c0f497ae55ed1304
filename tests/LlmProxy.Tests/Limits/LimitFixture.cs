using LlmProxy.Limits;
using LlmProxy.Tests.Health;

namespace LlmProxy.Tests.Limits;

/// <summary>A gate with a clock that stands, and limits of it.</summary>
internal sealed class LimitFixture
{
    private int _requests;

    public LimitFixture() => Gate = new(Clock);

    public ManualClock Clock { get; } = new();

    public LimitGate Gate { get; }

    public WindowLimit Requests(long limit, string scope = LimitScopes.Key, string name = "k") => Window(LimitKind.RequestsPerMinute, limit, scope, name);

    public WindowLimit Tokens(long limit, string scope = LimitScopes.Tenant, string name = "t") => Window(LimitKind.TokensPerMinute, limit, scope, name);

    public static PlaceLimit Places(long limit, string scope = LimitScopes.Route, string name = "r") => new(new(LimitKind.ConcurrentRequests, scope, name), limit);

    public Reservation Reservation(params ILimit[] limits) => Reservation("", limits);

    public Reservation Reservation(string tenant, params ILimit[] limits) =>
        new(Gate, $"request{++_requests}", new("key", tenant, null), [.. limits.Select(limit => new LimitHold(limit))]);

    public long Level(WindowLimit limit) => Gate.Read(limit.Limiter.Level);

    private WindowLimit Window(LimitKind kind, long limit, string scope, string name) =>
        new(new(kind, scope, name), new(limit, TimeSpan.FromMinutes(1), isAligned: false, Gate.Lock, Clock));
}
