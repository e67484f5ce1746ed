using System.Globalization;

namespace VaeMlNet;

/// <summary>Measures which searched options mattered, by the permutation importance of a random forest (Breiman 2001, section 10).</summary>
internal static class OptionImportance
{
    private const int FewestTrials = 10;
    private const int Shuffles = 20;
    private const int Seed = 1;
    private const string EpochShare = "";
    private static readonly ForestOptions Forest = new(200, MinimumLeafRows: 2, FeatureShare: 0.5);

    /// <summary>Returns the shares of the options, the largest first; none for few trials.</summary>
    public static IReadOnlyList<KeyValuePair<string, double>> Measure(IReadOnlyList<VaeTrial> trials)
    {
        VaeTrial[] used = [.. trials.Where(trial => trial.Objective is not null)];
        if (used.Length < FewestTrials)
        {
            return [];
        }

        // The share of the epochs explains much of the objective, and is no option.
        string[] names = [EpochShare, .. used[0].Values.Keys];
        float[][] features =
        [
            .. names.Select(name =>
                name == EpochShare
                    ? Array.ConvertAll(used, trial => (float)trial.EpochShare)
                    : Numbers([.. used.Select(trial => trial.Values[name])])
            ),
        ];
        var ranks = Ranks([.. used.Select(trial => trial.Objective!.Value)]);
        int[] rows = [.. Enumerable.Range(0, used.Length)];
        var codes = new FeatureBins(features).Encode(features);
        var forest = RandomForest.Fit(codes, [ranks], rows, Forest, Seed);
        var error = Error(forest, codes, ranks, rows);
        Random random = new(Seed);
        var increases = new double[names.Length];
        for (var i = 1; i < names.Length; i++)
        {
            var own = codes[i];
            for (var shuffle = 0; shuffle < Shuffles; shuffle++)
            {
                codes[i] = [.. own];
                random.Shuffle(codes[i]);
                increases[i] += Math.Max(0, Error(forest, codes, ranks, rows) - error);
            }

            codes[i] = own;
        }

        var total = increases.Sum();
        return total <= 0
            ? []
            :
            [
                .. names
                    .Index()
                    .Skip(1)
                    .Select(name => KeyValuePair.Create(name.Item, increases[name.Index] / total))
                    .OrderByDescending(option => option.Value),
            ];
    }

    /// <summary>Returns numbers as they are, and of other texts the place of each among the sorted ones.</summary>
    private static float[] Numbers(string[] texts)
    {
        var numbers = Array.ConvertAll(
            texts,
            text => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : float.NaN
        );
        if (!Array.Exists(numbers, float.IsNaN))
        {
            return numbers;
        }

        string[] sorted = [.. texts.Distinct().Order(StringComparer.Ordinal)];
        return Array.ConvertAll(texts, text => (float)Array.BinarySearch(sorted, text, StringComparer.Ordinal));
    }

    // A single diverged trial would otherwise be most of the variance.
    private static float[] Ranks(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return Array.ConvertAll(values, value => (float)Array.IndexOf(sorted, value));
    }

    private static double Error(RandomForest forest, byte[][] codes, float[] ranks, int[] rows) =>
        forest.Predict(codes, rows)[0].Zip(ranks, (estimate, rank) => Math.Pow(estimate - rank, 2)).Average();
}
