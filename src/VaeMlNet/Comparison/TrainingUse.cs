namespace VaeMlNet;

/// <summary>
/// Train on synthetic, test on real (Esteban et al. 2017, section 4.2): how well a random forest that learned from synthetic
/// rows predicts a column of held-out real rows, beside a forest that learned from real rows.
/// </summary>
/// <param name="real">The real rows that the model was trained on.</param>
/// <param name="heldOut">Real rows that the model has not seen.</param>
/// <param name="target">The index of the variable to predict.</param>
/// <param name="seed">The seed of the forests.</param>
internal sealed class TrainingUse(ComparedTable real, ComparedTable heldOut, int target, int seed)
{
    private const int TreeCount = 100;
    private const int MinimumLeafRows = 3;
    private const int MinimumTestRows = 5;

    private readonly ComparedTable test = heldOut.Where(target, value => !float.IsNaN(value));

    private bool IsNumber => real.Slots[target].IsNumber;

    /// <summary>Compares the forest that learned from synthetic rows with the one that learned from real rows.</summary>
    public VaeTrainingQuality Compare(ComparedTable synthetic) =>
        new()
        {
            TargetColumn = real.Slots[target].Name,
            IsRegression = IsNumber,
            Synthetic = Score(synthetic),
            Real = Score(real),
        };

    /// <summary>Returns R², or the mean AUC of the classes; null where the rows do not allow it.</summary>
    private double? Score(ComparedTable rows)
    {
        var training = rows.Where(target, value => !float.IsNaN(value));
        if (training.RowCount < 2 || test.RowCount == 0)
        {
            return null;
        }

        float[] classes = IsNumber ? [] : [.. training.Values[target].Concat(test.Values[target]).Distinct().Order()];
        var targets = IsNumber
            ? [training.Values[target]]
            : Array.ConvertAll(classes, c => Array.ConvertAll(training.Values[target], v => v == c ? 1f : 0f));
        ForestOptions options = new(TreeCount, MinimumLeafRows, IsNumber ? 0.5 : null);
        var features = new ForestFeatures(training, real, except: target);
        var forest = RandomForest.Fit(features.Encode(training), targets, Rows(training), options, seed);
        var estimates = forest.Predict(features.Encode(test), Rows(test));
        return IsNumber ? Explained(estimates[0]) : MeanAuc(classes, estimates);
    }

    /// <summary>Returns R² = 1 - (mean squared error) / variance; null where the test rows have one value alone.</summary>
    private double? Explained(float[] estimates)
    {
        var values = test.Values[target];
        var mean = values.Average(v => (double)v);
        var variance = values.Average(v => (v - mean) * (v - mean));
        var error = values.Zip(estimates).Average(v => ((double)v.First - v.Second) * ((double)v.First - v.Second));
        return variance > 0 ? 1 - (error / variance) : null;
    }

    /// <summary>Returns the mean over the classes with enough test rows of the AUC of the class against all others.</summary>
    private double? MeanAuc(float[] classes, float[][] estimates)
    {
        var areas = new List<double>();
        for (var i = 0; i < classes.Length; i++)
        {
            var isClass = Array.ConvertAll(test.Values[target], v => v == classes[i]);
            var count = isClass.Count(value => value);
            if (count >= MinimumTestRows && count < isClass.Length)
            {
                areas.Add(new RankingCurve(estimates[i], isClass).AreaUnderRoc);
            }
        }

        return areas.Count > 0 ? areas.Average() : null;
    }

    private static int[] Rows(ComparedTable table) => [.. Enumerable.Range(0, table.RowCount)];
}
