using System.Text.Json;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Json;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Delivery;
using LlmProxy.Failover.Failures;

namespace LlmProxy.Tenancy.Objects;

/// <summary>Takes out of a list what other tenants have stored. The list is held whole, up to <c>Limits:MaxResponseBodyBytes</c>; a longer one is an error.</summary>
internal sealed class ListPipe(LlmAttempt attempt, ObjectAccess access) : IAnswerPipe
{
    private readonly PooledBuffer _list = new();
    private readonly long _maxBytes = attempt.Exchange.Route.Proxy.Limits.MaxResponseBodyBytes;

    public bool PassesThrough => false;

    public PooledBuffer Output { get; } = new();

    public bool IsStopped => false;

    public bool IsEventStream => false;

    public bool IsBetweenFrames => false;

    public AnswerProof Proof => AnswerProof.None;

    public FailureKind? Fault { get; private set; }

    public void Read(ReadOnlySpan<byte> bytes)
    {
        if (_list.Length + bytes.Length > _maxBytes)
        {
            throw new LlmException(new LlmError(
                502, LlmErrorTypes.Upstream, $"The provider's list is larger than {_maxBytes} bytes, the most that is searched for the caller's own. Ask for fewer items.", "response_too_large"));
        }

        _list.Append(bytes);
    }

    public LlmError? Complete()
    {
        // Nothing at all is a whole answer where nothing is to be told.
        if (_list.Length == 0)
            return null;
        try
        {
            JsonListFilter.Write(_list.WrittenSpan, id => access.Shows(id, attempt.Exchange), Output);
            return null;
        }
        catch (JsonException)
        {
            Output.Release();
            Fault = FailureKind.Malformed;
            return new LlmError(502, LlmErrorTypes.Upstream, "The provider's list is not valid JSON, so the caller's own items cannot be told from others.", "malformed_response");
        }
        finally
        {
            _list.Release();
        }
    }

    public void Fail(LlmError error)
    {
        // Nothing of it is out: the client is told by status, or by the connection that breaks off.
    }

    public void Dispose()
    {
        Output.Dispose();
        _list.Dispose();
    }
}
