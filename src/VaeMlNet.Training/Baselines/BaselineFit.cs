using VaeMlNet.Baselines;

namespace VaeMlNet;

/// <summary>A fitted baseline, and its scores of rows that it did not learn from.</summary>
/// <param name="Baseline">The baseline, fitted to all rows.</param>
/// <param name="HeldOut">The scores of all rows, each from a fit without its part of the rows.</param>
/// <param name="Threshold">The thresholds.</param>
internal sealed record BaselineFit(TableBaseline Baseline, ScoresByKind HeldOut, VaeThreshold Threshold)
{
    private const int PartCount = 5;

    // The graph of a forest has a number for each column and leaf.
    private const int MostColumnsOfForest = 500;

    /// <summary>Fits a method to all rows but a fifth, for each fifth, and then to all rows.</summary>
    public static BaselineFit Run(
        CodedTable rows,
        VaeBaselineOptions options,
        ThresholdRule rule,
        CancellationToken cancellationToken
    )
    {
        var method = MethodOf(options.Method);
        if (options.Method == VaeBaselineMethod.IsolationForest)
        {
            CheckWidth(rows.Columns.Count, MostColumnsOfForest);
        }

        int[] order = [.. Enumerable.Range(0, rows.RowCount)];
        new Random(options.Seed).Shuffle(order);
        List<float> scores = [];
        for (var part = 0; part < PartCount; part++)
        {
            var (first, end) = (part * order.Length / PartCount, (part + 1) * order.Length / PartCount);
            var learned = Fit(rows.Rows([.. order[..first], .. order[end..]]));
            scores.AddRange(
                learned.Score(rows.Rows(order[first..end]), cancellationToken).Select(score => (float)score)
            );
        }

        var all = Fit(rows);
        var heldOut = Kinds(scores);
        // Contamination is a share of the rows themselves.
        var threshold =
            rule.Name == VaeThreshold.ByContamination
                ? rule.Fit(
                    Kinds(all.Score(rows, cancellationToken).Select(score => (float)score)),
                    VaeThreshold.TrainingRows
                )
                : rule.Fit(heldOut, VaeThreshold.ValidationRows);
        return new(all, heldOut, threshold);

        TableBaseline Fit(CodedTable learned)
        {
            NumericRows encoding = new(learned);
            CheckWidth(encoding.Widths.Sum(), method.MostFeatures);
            return TableBaseline.Fit(method, encoding, learned, options.Seed, cancellationToken);
        }

        void CheckWidth(int width, int most)
        {
            if (width > most)
            {
                throw new InvalidOperationException(
                    $"{options.Method} takes at most {most} numbers and categories, but the columns have {width}. Leave columns out, or choose another method."
                );
            }
        }
    }

    /// <summary>Returns the implementation of a method. Its name is the method's in manifests and in the tool.</summary>
    public static AnomalyBaseline MethodOf(VaeBaselineMethod method) =>
        method switch
        {
            VaeBaselineMethod.Mahalanobis => MahalanobisDistance.Baseline,
            VaeBaselineMethod.IsolationForest => IsolationForest.Baseline,
            VaeBaselineMethod.Ecod => TailProbabilities.Baseline,
            _ => NeighborDistance.Baseline,
        };

    // A baseline has one score, which is that of every kind.
    private static ScoresByKind Kinds(IEnumerable<float> scores)
    {
        ScoresByKind kinds = new();
        float[] all = [.. scores];
        foreach (var kind in ScoreKind.All)
        {
            kinds.Add(kind.Kind, all);
        }

        return kinds;
    }
}
