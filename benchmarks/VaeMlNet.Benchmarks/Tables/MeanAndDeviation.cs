using System.Globalization;

namespace VaeMlNet.Benchmarks.Tables;

/// <summary>Writes figures of several runs as their mean and sample standard deviation.</summary>
internal static class MeanAndDeviation
{
    public static string Write(IReadOnlyList<double> values, string format)
    {
        double mean = values.Average();
        string text = mean.ToString(format, CultureInfo.InvariantCulture);
        if (values.Count == 1)
        {
            return text;
        }
        double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        return $"{text} ± {deviation.ToString(format, CultureInfo.InvariantCulture)}";
    }
}
