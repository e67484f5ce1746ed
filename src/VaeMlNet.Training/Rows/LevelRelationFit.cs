using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Fits <see cref="LevelRelations"/> to the levels of training windows: a ridge regression of each channel on all others.</summary>
/// <remarks>
/// The range of the differences is that of windows in five parts of time, each compared with regressions of the other four. So it is wide where a
/// relation does not last, and narrow where it does. Source: Hoerl and Kennard 1970; the coefficients of all regressions are those of the inverse
/// covariance (Lauritzen 1996, section 5.1).
/// </remarks>
internal sealed class LevelRelationFit(VaeSeries series)
{
    /// <summary>The largest number of channels. The model has the square of it as weights.</summary>
    public const int MostChannels = 128;

    private const int Parts = 5;
    private const double Penalty = 0.03; // beside the mean squared levels
    private const int MostValues = 10_000_000;

    private readonly bool[] hasTrend = [.. series.Channels.Select(series.HasTrend)];
    private readonly List<float> rows = []; // [n, C]
    private long windowCount;
    private int stride = 1;

    private int ChannelCount => series.Channels.Count;

    /// <summary>Adds the levels of the next window, float32 [C], in the channels' units. Windows with a channel without any value are left out.</summary>
    public void Add(float[] levels)
    {
        if (windowCount++ % stride != 0 || Array.Exists(levels, float.IsNaN))
        {
            return;
        }

        for (var c = 0; c < levels.Length; c++)
        {
            // What has a trend follows from nothing, and nothing from it.
            rows.Add(hasTrend[c] ? 0 : (levels[c] - series.Means[c]) / series.Scales[c]);
        }

        if (rows.Count > MostValues)
        {
            LeaveOutEverySecond();
        }
    }

    /// <summary>Returns the relations; null if there are fewer windows than those of five windows' lengths.</summary>
    public LevelRelations? Fit()
    {
        var count = rows.Count / ChannelCount;
        if ((long)count * stride < Parts * series.WindowLength || count < 2 * Parts)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        var levels = tensor(rows.ToArray()).reshape(count, ChannelCount).to(float64);
        List<Tensor> differences = [];
        for (var part = 0; part < Parts; part++)
        {
            var (first, end) = ((long)count * part / Parts, (long)count * (part + 1) / Parts);
            var others = cat([levels.narrow(0, 0, first), levels.narrow(0, end, count - end)], 0);
            var mean = others.mean([0]);
            differences.Add(Differences(levels.narrow(0, first, end - first) - mean, Weights(others - mean)));
        }

        var ofAll = cat([.. differences], 0); // [n, C]
        var means = levels.mean([0], keepdim: true);
        var weights = Weights(levels - means);
        var usual = Differences(means, weights)[0]; // [C]
        return new()
        {
            Weights = Floats(weights),
            Lowest = Floats(ofAll.amin([0]).Plus(usual)),
            Highest = Floats(ofAll.amax([0]).Plus(usual)),
        };
    }

    private static Tensor Differences(Tensor levels, Tensor weights) => levels - levels.mm(weights.t());

    /// <summary>Returns the weights of the regressions, a row for each channel: [n, C] -> [C, C].</summary>
    private static Tensor Weights(Tensor centered)
    {
        var identity = eye(centered.shape[1], dtype: float64);
        var covariance = centered.t().mm(centered) / Held((double)centered.shape[0]);
        var precision = linalg.inv(covariance.Plus(identity * Held(Penalty)));
        return (precision.neg() / precision.diagonal().unsqueeze(1)).Plus(identity); // 0 on the diagonal
    }

    private static float[] Floats(Tensor values) => TensorValues.Floats(values.to(float32));

    private void LeaveOutEverySecond()
    {
        var values = CollectionsMarshal.AsSpan(rows);
        var kept = 0;
        for (var row = 0; row < values.Length; row += 2 * ChannelCount)
        {
            values.Slice(row, ChannelCount).CopyTo(values[kept..]);
            kept += ChannelCount;
        }

        CollectionsMarshal.SetCount(rows, kept);
        stride *= 2;
    }
}
