using System.Runtime.InteropServices;
using System.Text.Json;

namespace LlmProxy.Core.Guardrails.Schemas;

/// <summary>One check of one value, and what it may still cost.</summary>
internal sealed class SchemaRun
{
    private const int BytesInAStep = 64;

    private long _steps;
    private int _nesting;

    /// <param name="value">The value that is checked.</param>
    public SchemaRun(JsonElement value) => _steps = SchemaLimits.MaxSteps + ((long)SchemaLimits.StepsForAByte * JsonMarshal.GetRawUtf8Value(value).Length);

    /// <summary>Takes steps.</summary>
    /// <exception cref="SchemaBudgetException">None are left.</exception>
    public void Spend(int steps)
    {
        _steps -= steps;
        if (_steps < 0)
            throw new SchemaBudgetException();
    }

    /// <summary>Takes the steps of comparing all of <paramref name="value"/>.</summary>
    public void SpendOn(JsonElement value) => Spend(1 + (JsonMarshal.GetRawUtf8Value(value).Length / BytesInAStep));

    /// <summary>Goes into a schema within another.</summary>
    /// <exception cref="SchemaBudgetException">They lie too deep in each other, as where one refers to itself.</exception>
    public void Enter()
    {
        if (++_nesting > SchemaLimits.MaxNesting)
            throw new SchemaBudgetException();
    }

    /// <summary>Comes out again.</summary>
    public void Leave() => _nesting--;
}
