using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>Formats figures of several runs as their mean and sample standard deviation.</summary>
internal static class MeanAndDeviation
{
    public static string Write(IReadOnlyList<double> values, string format)
    {
        var mean = values.Average();
        var text = mean.ToString(format, CultureInfo.InvariantCulture);
        if (values.Count == 1)
        {
            return text;
        }

        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        return $"{text} ± {deviation.ToString(format, CultureInfo.InvariantCulture)}";
    }
}
