using System.Runtime.CompilerServices;

namespace LlmProxy.Core.Requests;

/// <summary>Where the fields of a request stand; of a field that is not there the place is empty.</summary>
public struct RequestPlaces
{
    private Places _places;

    /// <summary>Where the value of <paramref name="field"/> stands: quotes, brackets or braces included.</summary>
    public ByteRange this[RequestField field]
    {
        readonly get => _places[(int)field];
        internal set => _places[(int)field] = value;
    }

    [InlineArray((int)RequestField.Metadata + 1)]
    private struct Places
    {
        private ByteRange _first;
    }
}
