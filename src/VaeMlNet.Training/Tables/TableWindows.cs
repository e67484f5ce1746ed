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

    // Of places of missing values. 1 divided by it is 0 beside 1, and the longest window is 0 beside it.
    private const float FarPlace = 1e12f;
    private const int LargestKernel = 16;

    private readonly VaeSeries series;
    private readonly WindowPenalty? penalty;

    /// <param name="series">The channels, in the unit of the data.</param>
    /// <param name="isOfStandardizedNumbers">Whether windows are in scales, as the ranges of the penalty are. Without, there is no penalty.</param>
    private TableWindows(VaeSeries series, bool isOfStandardizedNumbers)
    {
        this.series = series;
        Limits = new(series);
        penalty = isOfStandardizedNumbers ? new(series) : null;
    }

    /// <summary>Gets the limits of raw values.</summary>
    public WindowLimits Limits { get; }

    /// <summary>Gets a value indicating whether windows add anything to the score.</summary>
    public bool HasPenalty => penalty?.IsEmpty == false;

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
        var isOfStandardizedNumbers =
            table.Columns is [{ Kind: TableColumnKind.Number, Likelihood.IsOfStandardizedNumbers: true }];
        if (series.IsCentered && !isOfStandardizedNumbers)
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
            Windows = new(series, isOfStandardizedNumbers),
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

    /// <summary>Returns rows without gaps in their windows (<see cref="WindowGaps"/>), [n, D] -> [n, D]. A channel without any value and marks remain.</summary>
    public Tensor WithoutGaps(Tensor rows) => WithWindows(rows, rows, (windows, _) => WithoutGapsOfWindows(windows));

    /// <summary>Returns rows with other windows in their gaps: [n, D] and [n, W C] -> [n, D].</summary>
    public Tensor Filled(Tensor rows, Tensor others) =>
        WithWindows(rows, rows, (windows, _) => where(windows.isnan(), Windows(others), windows));

    /// <summary>Returns rows with all channels moved to the level 0, [n, D] -> [n, D]. NaN and marks remain.</summary>
    public Tensor Moved(Tensor rows) =>
        series.IsCentered ? WithWindows(rows, rows, (windows, values) => windows - Levels(values)) : rows;

    /// <summary>Returns decoded windows, moved to the levels of rows: [n, W C] -> [n, W C].</summary>
    /// <param name="rows">The rows before they are moved, [n, D].</param>
    /// <param name="decoded">The decoded windows.</param>
    public Tensor AtLevelsOf(Tensor rows, Tensor decoded) =>
        series.IsCentered ? Windows(decoded).Plus(Levels(Windows(rows))).reshape(-1, Width) : decoded;

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
    /// <param name="filled">The rows without gaps, [n, D].</param>
    /// <param name="spread">The spread of the scores of usual windows in nats.</param>
    public Tensor WithPenalty(Tensor perSlot, Tensor rows, Tensor filled, double spread) =>
        HasPenalty
            ? WithWindows(
                perSlot,
                rows,
                (windows, values) =>
                    windows.Plus(
                        penalty!
                            .Nats(values, Levels(Windows(filled)), spread)
                            .expand_as(values)
                            .masked_fill(values.isnan(), Held(0))
                    )
            )
            : perSlot;

    /// <summary>Adds the values without gaps to a graph, as <see cref="WindowGaps"/> fills them; a channel without any value is 0.</summary>
    /// <param name="values">The values, [N, W C], with 0 for missing ones.</param>
    /// <param name="isMissing">Whether values are missing, bool [N, W C].</param>
    public NodeValue AddWithoutGaps(NodeValue values, NodeValue isMissing)
    {
        var known = AddChannels(values); // [N, C, W]
        var missing = AddChannels(isMissing);
        var last = series.WindowLength - 1;
        var places = NewPlaces("window.places", 1);
        var before = AddLargestSoFar(missing.Where(-FarPlace, places), isBackward: false);
        var after = -AddLargestSoFar(
            missing.Where(-FarPlace, NewPlaces("window.places_backward", -1)),
            isBackward: true
        );
        var (valueBefore, valueAfter) = (ValueAt(before), ValueAt(after));
        var filled = valueBefore + ((valueAfter - valueBefore) * ((places - before) / (after - before)));
        return isMissing.Where(AddRows(AddTransposed(filled)), values);

        // Before the first and after the last known value, the place is far away, and what is there is 0 and weighs nothing.
        NodeValue ValueAt(NodeValue place) => known.GatherElements(place.Clip(0, last).To(OnnxElementType.Int64), 2);

        NodeValue NewPlaces(string name, int sign) =>
            values.AddConstant(
                name,
                [.. Enumerable.Range(0, series.WindowLength).Select(place => (float)(sign * place))],
                1,
                1,
                series.WindowLength
            );
    }

    /// <summary>Adds <see cref="Moved"/> to a graph.</summary>
    /// <param name="filled">The values after <see cref="AddWithoutGaps"/>, [N, W C].</param>
    public NodeValue AddMoved(NodeValue filled) =>
        series.IsCentered ? AddRows(AddWindows(filled) - AddLevels(filled)) : filled;

    public NodeValue AddAtLevels(NodeValue decoded, NodeValue filled)
    {
        if (!series.IsCentered)
        {
            return decoded;
        }

        var scales = decoded.AddConstant("window.scales", Scales, 1, 1, ChannelCount);
        var shifts = AddLevels(filled) * scales;
        return AddRows(AddWindows(decoded) + shifts);
    }

    /// <summary>Adds values with what is expected in gaps, [N, W C].</summary>
    /// <param name="filled">The values after <see cref="AddWithoutGaps"/>, [N, W C].</param>
    /// <param name="isMissing">Whether values are missing, bool [N, W C].</param>
    /// <param name="decoded">The decoded windows, [N, W C].</param>
    public NodeValue AddFilled(NodeValue filled, NodeValue isMissing, NodeValue decoded) =>
        isMissing.Where(series.IsCentered ? AddRows(AddWindows(decoded) + AddLevels(filled)) : decoded, filled);

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

    /// <summary>Adds <see cref="WithPenalty"/> to a graph.</summary>
    /// <param name="perSlot">The results for the slots of the windows, [N, W C].</param>
    /// <param name="filled">The values before they are moved, [N, W C].</param>
    /// <param name="isMissing">Whether values are missing, bool [N, W C].</param>
    /// <param name="spread">The spread of the scores of usual windows in nats.</param>
    public NodeValue AddPenalty(NodeValue perSlot, NodeValue filled, NodeValue isMissing, double spread)
    {
        var nats = penalty!.AddNats(AddWindows(filled), AddWindows(isMissing), AddLevels(filled), spread); // [N, W, C] or [N, 1, C]
        return AddRows(AddWindows(perSlot) + AddWindows(isMissing).Where(0, nats));
    }

    /// <summary>Returns the means of each channel without gaps, [n, W, C] -> [n, 1, C]; 0 without any value.</summary>
    public static Tensor Levels(Tensor windows) =>
        WithoutGapsOfWindows(windows).nan_to_num(0).sum(1, keepdim: true) / Held((double)windows.shape[1]);

    /// <summary>Returns the number of known values of each channel, int64 [n, 1, C].</summary>
    public static Tensor KnownCounts(Tensor windows) => windows.isnan().logical_not().sum(1, keepdim: true);

    private static Tensor WithoutGapsOfWindows(Tensor windows)
    {
        if (!windows.isnan().any().item<bool>())
        {
            return windows;
        }

        var (length, channelCount) = ((int)windows.shape[1], (int)windows.shape[2]);
        var filled = windows.cpu().clone().contiguous();
        var values = TensorValues.Memory(filled);
        for (var first = 0; first < values.Length; first += length * channelCount)
        {
            WindowGaps.Fill(values.Slice(first, length * channelCount), channelCount);
        }

        return filled.to(windows.device);
    }

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
        var place = ((AddKnownCounts(isMissing).Max(1) - 1) * 0.5f).Node("Floor").To(OnnxElementType.Int64);
        return new NodeValue(graph, sorted).GatherElements(place, 1);
    }

    private NodeValue AddLevels(NodeValue filled) => AddWindows(filled).Sum() / series.WindowLength;

    /// <summary>Adds <see cref="KnownCounts"/> to a graph: bool [N, W, C] -> float32 [N, 1, C].</summary>
    public static NodeValue AddKnownCounts(NodeValue isMissing) => (!isMissing).ToFloats().Sum();

    /// <summary>Adds the largest of each number and those before it in its row, or those after it: [N, C, W] -> [N, C, W].</summary>
    /// <remarks>A few small kernels, of which each has the results of the one before as its places, need fewer comparisons than one of the length of the row.</remarks>
    private NodeValue AddLargestSoFar(NodeValue rows, bool isBackward)
    {
        List<(int Kernel, int Dilation)> pools = [];
        var reach = 1;
        while (reach < series.WindowLength)
        {
            var kernel = Math.Min(LargestKernel, (series.WindowLength + reach - 1) / reach);
            pools.Add((kernel, reach));
            reach *= kernel;
        }

        var graph = rows.Graph;
        var padding = reach - 1;
        var pads = graph.AddIndices(0, 0, isBackward ? 0 : padding, 0, 0, isBackward ? padding : 0);
        return pools.Aggregate(
            rows.Node("Pad", pads, -FarPlace),
            (padded, pool) =>
                new(
                    graph,
                    graph.AddNode(
                        "MaxPool",
                        [padded],
                        OnnxAttribute.Integers("kernel_shape", pool.Kernel),
                        OnnxAttribute.Integers("dilations", pool.Dilation)
                    )
                )
        );
    }

    /// <summary>Adds a row for each channel of a window, [N, W C] -> [N, C, W].</summary>
    private NodeValue AddChannels(NodeValue rows) => AddTransposed(AddWindows(rows));

    private static NodeValue AddTransposed(NodeValue windows) =>
        new(windows.Graph, windows.Graph.AddNode("Transpose", [windows], OnnxAttribute.Integers("perm", 0, 2, 1)));

    private NodeValue AddWindows(NodeValue rows) => rows.Reshape(-1, series.WindowLength, ChannelCount);

    /// <summary>Adds windows as rows again, [N, W, C] -> [N, W C].</summary>
    private NodeValue AddRows(NodeValue windows) =>
        windows.Reshape(-1, Width).DeclareShape(MatrixNodes.BatchAxis, Width);
}
