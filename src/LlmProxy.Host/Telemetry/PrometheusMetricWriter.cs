using System.Diagnostics;
using OpenTelemetry.Metrics;

namespace LlmProxy.Host.Telemetry;

/// <summary>Writes the SDK's metrics as samples of Prometheus's text format.</summary>
internal sealed class PrometheusMetricWriter(PrometheusWriter output)
{
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);

    /// <summary>Writes what stands once above all samples of a name.</summary>
    public void WriteHead(string name, Metric metric)
    {
        output.Raw("# HELP "u8);
        output.Raw(name);
        output.Raw(" "u8);
        output.Escaped(metric.Description, inQuotes: false);
        output.Raw("\n# TYPE "u8);
        output.Raw(name);
        output.Raw(metric.MetricType switch
        {
            MetricType.Histogram or MetricType.ExponentialHistogram => " histogram\n"u8,
            var type when PrometheusName.IsCounter(type) => " counter\n"u8,
            _ => " gauge\n"u8,
        });
    }

    /// <summary>Writes one sample, or one histogram, for each set of labels.</summary>
    public void WritePoints(string name, Metric metric)
    {
        foreach (ref readonly var point in metric.GetMetricPoints()) WritePoint(name, metric.MetricType, point);
    }

    private void WritePoint(string name, MetricType type, in MetricPoint point)
    {
        switch (type)
        {
            case MetricType.Histogram:
                WriteBuckets(name, point);
                WriteSumAndCount(name, point);
                break;
            case MetricType.ExponentialHistogram: // its buckets have no place in this format
                WriteBucket(name, point, double.PositiveInfinity, point.GetHistogramCount());
                WriteSumAndCount(name, point);
                break;
            case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                WriteSample(name, default, point, point.GetSumLong());
                break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                WriteSample(name, default, point, point.GetSumDouble());
                break;
            case MetricType.LongGauge:
                WriteSample(name, default, point, point.GetGaugeLastValueLong());
                break;
            case MetricType.DoubleGauge:
                WriteSample(name, default, point, point.GetGaugeLastValueDouble());
                break;
            default:
                throw new UnreachableException($"Metric type {type} has no text.");
        }
    }

    private void WriteBuckets(string name, in MetricPoint point)
    {
        long total = 0; // Prometheus's buckets hold all below their bound; the SDK's hold what is between two
        foreach (var bucket in point.GetHistogramBuckets())
        {
            total += bucket.BucketCount;
            WriteBucket(name, point, bucket.ExplicitBound, total);
        }
    }

    private void WriteBucket(string name, in MetricPoint point, double bound, long count)
    {
        output.Raw(name);
        output.Raw("_bucket{"u8);
        WriteLabels(point);
        if (point.Tags.Count > 0) output.Raw(","u8);
        output.Raw("le=\""u8);
        output.Number(bound);
        output.Raw("\"} "u8);
        output.Number(count);
        output.Raw("\n"u8);
    }

    private void WriteSumAndCount(string name, in MetricPoint point)
    {
        WriteSample(name, "_sum"u8, point, point.GetHistogramSum());
        WriteSample(name, "_count"u8, point, point.GetHistogramCount());
    }

    private void WriteSample(string name, ReadOnlySpan<byte> suffix, in MetricPoint point, long value)
    {
        StartSample(name, suffix, point);
        output.Number(value);
        output.Raw("\n"u8);
    }

    private void WriteSample(string name, ReadOnlySpan<byte> suffix, in MetricPoint point, double value)
    {
        StartSample(name, suffix, point);
        output.Number(value);
        output.Raw("\n"u8);
    }

    private void StartSample(string name, ReadOnlySpan<byte> suffix, in MetricPoint point)
    {
        output.Raw(name);
        output.Raw(suffix);
        if (point.Tags.Count > 0)
        {
            output.Raw("{"u8);
            WriteLabels(point);
            output.Raw("}"u8);
        }

        output.Raw(" "u8);
    }

    private void WriteLabels(in MetricPoint point)
    {
        var first = true;
        foreach (var tag in point.Tags)
        {
            if (!first) output.Raw(","u8);
            first = false;
            output.Raw(LabelOf(tag.Key));
            output.Raw("=\""u8);
            output.LabelValue(tag.Value);
            output.Raw("\""u8);
        }
    }

    // The keys are compiled into the instruments, so there are only so many.
    private string LabelOf(string key)
    {
        if (!_labels.TryGetValue(key, out var label)) _labels[key] = label = PrometheusName.OfLabel(key);
        return label;
    }
}
