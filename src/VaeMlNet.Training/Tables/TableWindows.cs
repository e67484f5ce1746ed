using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// The windows of a table whose only column is the window of a time series: how the network moves their channels to the usual level, and what they
/// add to the score.
/// </summary>
internal sealed class TableWindows
{
    // In scales.
    private const float UsualDistance = 4;

    private readonly VaeSeries series;
    private readonly WindowPenalty penalty;

    /// <param name="series">The channels, in the unit of the data.</param>
    private TableWindows(VaeSeries series)
    {
        this.series = series;
        Limits = new(series);
        penalty = new(series);
    }

    /// <summary>Gets the limits of raw values.</summary>
    public WindowLimits Limits { get; }

    /// <summary>Gets a value indicating whether windows add anything to the score.</summary>
    public bool HasPenalty => !penalty.IsEmpty;

    /// <summary>Returns a range of usual values for each slot of a window, within that of the slot's channel in training.</summary>
    /// <param name="column">The column of the windows, whose range is that of all channels.</param>
    public (float[] Lowest, float[] Highest) UsualRanges(TableColumn column)
    {
        return (Ends(-UsualDistance), Ends(UsualDistance));

        float[] Ends(float distance) =>
            [
                .. Enumerable
                    .Range(0, Width)
                    .Select(slot => slot % ChannelCount)
                    .Select(c =>
                        Math.Clamp(
                            series.Means[c] + (distance * series.Scales[c]),
                            series.LowestValues?[c] ?? column.Minimum,
                            series.HighestValues?[c] ?? column.Maximum
                        )
                    ),
            ];
    }

    /// <summary>Returns the sum over the rows of each window: [n, W · C] -> [n, C].</summary>
    public Tensor SumsPerChannel(Tensor perSlot) => perSlot.view(-1, series.WindowLength, ChannelCount).sum(1);

    private float[] Scales => [.. series.Scales];

    private int ChannelCount => series.Channels.Count;

    private int Width => series.WindowLength * ChannelCount;

    /// <summary>
    /// Returns the table with its windows, and with the mean and scale of the channel in each slot: all places of a channel have one unit.
    /// </summary>
    public static Table Standardize(Table table, VaeSeries series)
    {
        if (
            series.IsCentered
            && table.Columns is not [{ Kind: TableColumnKind.Number, Likelihood.IsOfStandardizedNumbers: true }]
        )
        {
            throw new ArgumentException(
                "Windows of several channels, and of one with a trend, are moved to their usual level, which needs a likelihood of standardized numbers, but Training.Likelihood is another one. Choose Gaussian or StudentT, or train on one channel without a trend."
            );
        }

        if (series.IsCentered && table.MarksAllMissing)
        {
            throw new ArgumentException(
                "Windows of several channels, and of one with a trend, are moved to their usual level, which hidden cells would change, but Training.InputNoise is HiddenCells. Choose None, Gaussian or Masking, or train on one channel without a trend."
            );
        }

        var count = series.Channels.Count;
        return table with
        {
            Windows = new(series),
            Columns =
            [
                .. table.Columns.Select(column =>
                    column with
                    {
                        Means = [.. column.Means.Select((_, slot) => series.Means[slot % count])],
                        Scales = [.. column.Scales.Select((_, slot) => series.Scales[slot % count])],
                    }
                ),
            ],
        };
    }

    /// <summary>Returns rows with all channels moved to the level 0, [n, D] -> [n, D]. NaN and marks remain.</summary>
    public Tensor Moved(Tensor rows) =>
        series.IsCentered ? WithWindows(rows, rows, (windows, values) => windows - Levels(values)) : rows;

    /// <summary>Returns decoded windows in the unit of the data, moved to the levels of rows: [n, W C] -> [n, W C].</summary>
    /// <param name="decoded">The decoded windows.</param>
    /// <param name="rows">The rows before they are moved, [n, D].</param>
    public Tensor AtLevels(Tensor decoded, Tensor rows) =>
        series.IsCentered
            ? (Windows(decoded).Plus(Levels(Windows(rows)) * tensor(Scales, device: rows.device))).reshape(-1, Width)
            : decoded;

    /// <summary>Returns what is computed for each slot, [n, D], with <see cref="WindowPenalty"/>.</summary>
    /// <param name="perSlot">The results for the slots.</param>
    /// <param name="rows">The rows before they are moved, [n, D].</param>
    /// <param name="spread">The spread of the scores of usual windows in nats.</param>
    public Tensor WithPenalty(Tensor perSlot, Tensor rows, double spread) =>
        HasPenalty
            ? WithWindows(
                perSlot,
                rows,
                (windows, values) =>
                    windows.Plus(penalty.Nats(values, spread).expand_as(values).masked_fill(values.isnan(), Held(0)))
            )
            : perSlot;

    /// <summary>Adds <see cref="Moved"/> to a graph.</summary>
    /// <param name="values">The values, [N, W C], with any values for missing ones.</param>
    /// <param name="isMissing">Whether values are missing, bool [N, W C].</param>
    public NodeValue AddMoved(NodeValue values, NodeValue isMissing) =>
        series.IsCentered ? isMissing.Where(0, AddRows(AddWindows(values) - AddLevels(values, isMissing))) : values;

    public NodeValue AddAtLevels(NodeValue decoded, NodeValue values, NodeValue isMissing)
    {
        if (!series.IsCentered)
        {
            return decoded;
        }

        var scales = decoded.AddConstant("window.scales", Scales, 1, 1, ChannelCount);
        var shifts = AddLevels(values, isMissing) * scales;
        return AddRows(AddWindows(decoded) + shifts);
    }

    /// <summary>Adds the limits of <see cref="WindowLimits"/> to a graph. NaN remains.</summary>
    /// <param name="numbers">The raw values, [N, W C].</param>
    /// <param name="isMissing">Whether values are missing, bool [N, W C].</param>
    public NodeValue AddLimited(NodeValue numbers, NodeValue isMissing)
    {
        float[] reaches = [.. series.Scales.Select(scale => WindowLimits.Largest * scale)];
        var reach = numbers.AddConstant("window.reaches", reaches, 1, 1, ChannelCount);
        var windows = AddWindows(numbers); // [N, W, C]
        var middle = series.IsCentered
            ? AddMedians(windows, AddWindows(isMissing))
            : numbers.AddConstant("window.means", [.. series.Means], 1, 1, ChannelCount);
        var limited = windows.Max(middle - reach).Min(middle + reach);
        return isMissing.Where(numbers, AddRows(limited));
    }

    /// <summary>Adds <see cref="WithPenalty"/> to a graph. The caller must ignore the results of missing numbers.</summary>
    /// <param name="perSlot">The results for the slots of the windows, [N, W C].</param>
    /// <param name="values">The values before they are moved, [N, W C].</param>
    /// <param name="isMissing">Whether values are missing, bool [N, W C].</param>
    /// <param name="spread">The spread of the scores of usual windows in nats.</param>
    public NodeValue AddPenalty(NodeValue perSlot, NodeValue values, NodeValue isMissing, double spread)
    {
        var nats = penalty.AddNats(AddWindows(values), AddWindows(isMissing), AddLevels(values, isMissing), spread); // [N, W, C] or [N, 1, C]
        return AddRows(AddWindows(perSlot) + nats);
    }

    /// <summary>Returns the means of the known values of each channel, [n, W, C] -> [n, 1, C]; 0 without any value.</summary>
    public static Tensor Levels(Tensor windows) =>
        windows.nan_to_num(0).sum(1, keepdim: true) / KnownCounts(windows).clamp_min(Held(1));

    /// <summary>Returns the number of known values of each channel, int64 [n, 1, C].</summary>
    public static Tensor KnownCounts(Tensor windows) => windows.isnan().logical_not().sum(1, keepdim: true);

    private Tensor WithWindows(Tensor perSlot, Tensor rows, Func<Tensor, Tensor, Tensor> change)
    {
        var changed = change(Windows(perSlot), Windows(rows)).reshape(-1, Width);
        var rest = perSlot.shape[1] - Width;
        return rest == 0 ? changed : cat([changed, perSlot.narrow(1, Width, rest)], 1);
    }

    private Tensor Windows(Tensor rows) => rows.narrow(1, 0, Width).reshape(-1, series.WindowLength, ChannelCount); // [n, W, C]

    /// <summary>Adds the medians of the known values of each channel, the lower of two: [N, W, C] -> [N, 1, C].</summary>
    private NodeValue AddMedians(NodeValue windows, NodeValue isMissing)
    {
        var graph = windows.Graph;
        var sorted = graph.AddNode(
            "TopK",
            [isMissing.Where(float.MaxValue, windows), graph.AddIndices(series.WindowLength)],
            2,
            OnnxAttribute.Integer("axis", 1),
            OnnxAttribute.Integer("largest", 0)
        )[0];
        var place = ((AddCounts(isMissing) - 1) * 0.5f).Node("Floor").To(OnnxElementType.Int64);
        return new NodeValue(graph, sorted).GatherElements(place, 1);
    }

    private NodeValue AddLevels(NodeValue values, NodeValue isMissing)
    {
        var missing = AddWindows(isMissing);
        return missing.Where(0, AddWindows(values)).Sum() / AddCounts(missing);
    }

    /// <summary>Adds the number of known values of each channel, at least 1: bool [N, W, C] -> [N, 1, C].</summary>
    private static NodeValue AddCounts(NodeValue isMissing) => AddKnownCounts(isMissing).Max(1);

    /// <summary>Adds <see cref="KnownCounts"/> to a graph: bool [N, W, C] -> float32 [N, 1, C].</summary>
    public static NodeValue AddKnownCounts(NodeValue isMissing) => (!isMissing).ToFloats().Sum();

    private NodeValue AddWindows(NodeValue rows) => rows.Reshape(-1, series.WindowLength, ChannelCount);

    /// <summary>Adds windows as rows again, [N, W, C] -> [N, W C].</summary>
    private NodeValue AddRows(NodeValue windows) =>
        windows.Reshape(-1, Width).DeclareShape(MatrixNodes.BatchAxis, Width);
}
