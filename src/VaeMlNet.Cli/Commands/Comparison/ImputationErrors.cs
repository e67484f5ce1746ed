using VaeMlNet.Baselines;

namespace VaeMlNet.Cli;

/// <summary>Measures filled cells against the hidden ones.</summary>
internal sealed class ImputationErrors
{
    private readonly TableScaling scaling;
    private readonly CodedTable truth;
    private readonly double[][] scaledTruth;
    private readonly int[][] hidden; // [columns]: the rows whose cell is hidden.

    /// <param name="training">The rows that give the standard deviations.</param>
    /// <param name="truth">The whole rows.</param>
    /// <param name="damaged">The same rows with hidden cells.</param>
    public ImputationErrors(CodedTable training, CodedTable truth, CodedTable damaged)
    {
        this.truth = truth;
        scaling = new(training);
        scaledTruth = scaling.Scale(truth);
        hidden =
        [
            .. truth.Values.Zip(
                damaged.Values,
                (known, left) =>
                    Enumerable
                        .Range(0, known.Length)
                        .Where(row => !double.IsNaN(known[row]) && double.IsNaN(left[row]))
                        .ToArray()
            ),
        ];
    }

    /// <summary>Gets the number of hidden cells.</summary>
    public int HiddenCount => hidden.Sum(rows => rows.Length);

    /// <summary>
    /// Returns the root mean squared error of numbers in standard deviations, and the share of categories that are right, each as the mean over
    /// columns with hidden cells; null without such a column. A cell that is still missing counts as the mean, or as wrong.
    /// </summary>
    /// <param name="filled">The rows with filled cells. The last columns can be left out if they have no hidden cells.</param>
    public double?[] Compute(CodedTable filled)
    {
        var scaled = scaling.Scale(filled);
        List<double> errors = [];
        List<double> accuracies = [];
        for (var column = 0; column < hidden.Length; column++)
        {
            if (hidden[column].Length == 0)
            {
                continue;
            }

            var pairs = hidden[column].Select(row => (Truth: scaledTruth[column][row], Filled: scaled[column][row]));
            if (truth.Columns[column].IsNumber)
            {
                errors.Add(
                    Math.Sqrt(
                        pairs
                            .Select(pair => pair.Truth - (double.IsNaN(pair.Filled) ? 0 : pair.Filled))
                            .Average(error => error * error)
                    )
                );
            }
            else
            {
                accuracies.Add(pairs.Average(pair => pair.Truth == pair.Filled ? 1 : 0));
            }
        }

        return [Mean(errors), Mean(accuracies)];
    }

    private static double? Mean(List<double> values) => values.Count > 0 ? values.Average() : null;
}
