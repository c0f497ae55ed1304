using LlmProxy.Exchange;
using LlmProxy.Limits;
using LlmProxy.Tests.Metering.Charges;

namespace LlmProxy.Tests.Limits;

// A request asks for at most 100 tokens of prompt, counted 50, and 1,024 of answer; see FixedEstimator.
public sealed class LimitExtensionTests
{
    private readonly LimitFixture _fixture = new();

    [Fact]
    public void TryExtend_Room_IsHeldBesideAndSettledAsOne()
    {
        using var request = new ChargedExchange();
        var (tokens, requests, places) = (_fixture.Tokens(2_248), _fixture.Requests(1), LimitFixture.Places(1));
        Reserve(request.Exchange, tokens, requests, places);

        Assert.True(Extension(request, tokens, requests, places).TryExtend(request.Exchange, request.Exchange));

        Assert.Equal((2_248, 1), (_fixture.Level(tokens), _fixture.Level(requests)));
        Assert.Equal(new LimitAmounts(2_248, null), request.Exchange.Reservation!.Asked);
        request.Exchange.Reservation.Settle(new(500, 0.01m));
        request.Exchange.Reservation.Release();
        Assert.Equal((500, 1, 0), (_fixture.Level(tokens), _fixture.Level(requests), _fixture.Gate.Held));
    }

    [Theory]
    [InlineData(2_247, true)] // 1,124 + 1,074 counted
    [InlineData(2_198, true)]
    [InlineData(2_197, false)]
    public void TryExtend_LittleRoom_IsCounted(long limit, bool expected)
    {
        using var request = new ChargedExchange();
        var tokens = _fixture.Tokens(limit);
        Reserve(request.Exchange, tokens);

        Assert.Equal(expected, Extension(request, tokens).TryExtend(request.Exchange, request.Exchange));

        Assert.Equal(expected ? 2_198 : 1_124, _fixture.Level(tokens));
        request.Exchange.Reservation!.Release();
        Assert.Equal((0, 0), (_fixture.Level(tokens), _fixture.Gate.Held));
    }

    [Fact]
    public void TryExtend_NothingThatIsCounted_TakesNothing()
    {
        using var request = new ChargedExchange();
        var places = LimitFixture.Places(1);
        Assert.True(Extension(request, places).TryExtend(request.Exchange, request.Exchange));
        Assert.Null(request.Exchange.Reservation);
        Reserve(request.Exchange, places);
        var held = request.Exchange.Reservation;

        Assert.True(Extension(request, places).TryExtend(request.Exchange, request.Exchange));

        Assert.Same(held, request.Exchange.Reservation);
    }

    private void Reserve(LlmExchange exchange, params ILimit[] limits)
    {
        var reservation = _fixture.Reservation(limits);
        Assert.Null(_fixture.Gate.TryReserve(reservation, new(1_124, null)));
        exchange.Reservation = reservation;
    }

    private LimitExtension Extension(ChargedExchange request, params ILimit[] limits) => new(_fixture.Gate, new LimitDemand(request.Estimator), [new Source(limits)]);

    private sealed class Source(ILimit[] limits) : ILimitSource
    {
        public void Collect(LlmExchange exchange, List<ILimit> collected) => collected.AddRange(limits);
    }
}
