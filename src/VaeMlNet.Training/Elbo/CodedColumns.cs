using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Finds the columns of whole numbers of few values that are filled with a probable value, such as codes, and not with a rounded mean.
/// </summary>
/// <remarks>
/// The most probable value is right more often than a rounded mean, and further off where it is wrong. Whether a column has codes or quantities is not known,
/// so that both count, in cells hidden in rows that were left out: the share of right cells, less a fifth of the mean squared error in variances of the column. Values between the two
/// are the most probable ones less a weight times their mean squared distance to the others (<see cref="CodedSlot.DistanceWeight"/>). Numbers of more values are ordered as a
/// rule, such as answers from 1 to 7, whose rounded mean is close.
/// </remarks>
internal sealed class CodedColumns
{
    // Of two values, the rounded mean is the most probable one.
    private const int FewestValues = 3;
    private const int MostValues = 6;
    private const int FewestCells = 20;
    private const double ErrorWeight = 0.2;

    private static readonly float[] DistanceWeights = [0, 1, 2, 4];

    private readonly Column[] candidates;

    public CodedColumns(Table table)
    {
        candidates =
        [
            .. table
                .ColumnsOfKind(TableColumnKind.BinnedNumber)
                .SelectMany(column => column.Bins.Select(bins => (column.Width, Bins: bins)))
                .Index()
                .Where(slot => slot.Item.Width == 1 && AreCodes(slot.Item.Bins))
                .Select(slot => new Column(new(table.FirstGroup + slot.Index, [.. slot.Item.Bins.Lows]))),
        ];
    }

    /// <summary>Gets the slots that can be coded.</summary>
    public IReadOnlyList<CodedSlot> Candidates => Array.ConvertAll(candidates, column => column.Slot);

    /// <summary>Gets the slots that are filled with a probable value, with the weights of distances.</summary>
    public IReadOnlyList<CodedSlot> Chosen => [.. candidates.Select(column => column.Choose()).OfType<CodedSlot>()];

    /// <summary>Adds the errors of rows.</summary>
    /// <param name="probabilities">The probabilities of all values of the candidates, [n, C].</param>
    /// <param name="means">The estimates of all slots, [n, S].</param>
    /// <param name="truth">The true slots, [n, S].</param>
    /// <param name="isHidden">Whether a slot is hidden and has a true value, [n, S].</param>
    public void Add(Tensor probabilities, Tensor means, Tensor truth, Tensor isHidden)
    {
        var place = 0;
        foreach (var column in candidates)
        {
            var count = column.Slot.Values.Length;
            var hidden = Of(isHidden).data<bool>().ToArray();
            var (values, rounded) = (TensorValues.Floats(Of(truth)), TensorValues.Floats(Of(means).round()));
            var ofValues = TensorValues.Floats(probabilities.narrow(1, place, count).contiguous());
            foreach (var (row, _) in hidden.Index().Where(cell => cell.Item))
            {
                column.Add(values[row], rounded[row], ofValues.AsSpan(row * count, count));
            }

            place += count;

            Tensor Of(Tensor slots) => slots.select(1, column.Slot.Slot).contiguous();
        }
    }

    private static bool AreCodes(NumberBins bins) =>
        bins.StepsPerUnit == 1
        && bins.Lows.Count is >= FewestValues and <= MostValues
        && bins.Lows.SequenceEqual(bins.Highs);

    private sealed class Column(CodedSlot slot)
    {
        private readonly Errors ofRounded = new();
        private readonly (CodedSlot Slot, Errors Errors)[] ofCodes = Array.ConvertAll(
            DistanceWeights,
            weight => (slot with { DistanceWeight = weight }, new Errors())
        );

        private int cells;
        private double sum;
        private double sumOfSquares;

        public CodedSlot Slot => slot;

        public void Add(float truth, float rounded, ReadOnlySpan<float> probabilities)
        {
            cells++;
            sum += truth;
            sumOfSquares += (double)truth * truth;
            ofRounded.Add(truth, rounded);
            foreach (var (coded, errors) in ofCodes)
            {
                errors.Add(truth, coded.Values[coded.Best(probabilities)]);
            }
        }

        /// <summary>Returns the slot with the best weight of distances; null if rounded means are better.</summary>
        public CodedSlot? Choose()
        {
            var squaredDeviations = sumOfSquares - (sum * sum / cells);
            if (cells < FewestCells || squaredDeviations <= 0)
            {
                return null;
            }

            var best = ofCodes.MaxBy(code => Quality(code.Errors));
            return Quality(best.Errors) >= Quality(ofRounded) ? best.Slot : null;

            double Quality(Errors errors) =>
                ((double)errors.RightCount / cells) - (ErrorWeight * errors.SquaredError / squaredDeviations);
        }
    }

    private sealed class Errors
    {
        public int RightCount { get; private set; }

        public double SquaredError { get; private set; }

        public void Add(float truth, float filled)
        {
            RightCount += filled == truth ? 1 : 0;
            SquaredError += Math.Pow(filled - truth, 2);
        }
    }
}
