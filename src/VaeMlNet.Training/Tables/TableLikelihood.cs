using System.Numerics;
using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// The distribution p(x|z) of a table's rows: a likelihood for each group of numbers, Bernoulli for Booleans, categorical for
/// keys, and Bernoulli for the marks of missing cells. NaN in x does not contribute.
/// </summary>
/// <remarks>
/// Values of missing cells can be ignored if they are missing at random (Nazabal et al. 2020). The marks are a model of the pattern
/// itself (Collier et al. 2020, "VAEs in the Presence of Missing Data").
/// </remarks>
internal sealed class TableLikelihood : Likelihood
{
    private readonly Table table;
    private readonly RangeDistance rangeDistance; // of numbers
    private readonly int distanceCount; // the last slots: distances of binned numbers from their ranges, and nats of broken relations
    private FixedMarks fixedMarks;
    private readonly Block? keys; // one-hot
    private float[] natsPerUnit = []; // in penalties, of each slot behind the numbers; empty without rare categories and distances
    private readonly List<Block> blocks = [];
    private readonly Dictionary<string, Likelihood> ofNumbers = [];

    public TableLikelihood(Table table)
        : base(nameof(TableLikelihood), table.Width)
    {
        this.table = table;
        foreach (var (number, group) in table.NumberGroups.Index())
        {
            var likelihood = group.Create();
            AddBlock(number == 0 ? "numbers" : $"numbers_{number}", likelihood);
            Array.ForEach(group.Columns, column => ofNumbers.Add(column.Name, likelihood));
        }

        Numbers = [.. blocks];

        if (table.BooleanCount > 0)
        {
            AddBlock("booleans", VaeLikelihoodOptions.Bernoulli.Create(table.BooleanCount));
        }

        if (table.Bins.Count > 0)
        {
            AddBlock("bins", new CategoricalLikelihood([.. table.Bins.Select(slot => slot.Count)], areOrdered: true));
            Bins = blocks[^1];
        }

        var embedded = table.EmbeddedKeys.ToArray();
        if (table.KeyWidths.Length > embedded.Length)
        {
            keys = AddBlock("keys", new CategoricalLikelihood(table.KeyWidths[..^embedded.Length]));
        }

        foreach (var (number, key) in embedded.Index())
        {
            AddBlock($"embedded_key_{number}", new EmbeddedKeyLikelihood(key, table.RowCount));
        }

        if (table.PredictedMarkCount > 0)
        {
            Marks = AddBlock("marks", MarkFormula.Create(table));
        }

        rangeDistance = new(table.NumberGroups.SelectMany(group => group.Columns), table.Means, table.Scales);
        distanceCount = table.DistanceCount;
        fixedMarks = CreateFixedMarks();
    }

    public override int ParameterWidth => blocks.Sum(block => block.Likelihood.ParameterWidth);

    /// <summary>Gets the slot of a network's row to which each parameter belongs, [P].</summary>
    public IEnumerable<long> SlotOfEachParameter =>
        blocks.SelectMany(block =>
            Enumerable
                .Range(0, block.Likelihood.ParameterWidth)
                .Select(parameter => block.First + (parameter % block.Likelihood.InputDim))
        );

    /// <summary>
    /// Returns the decoder's outputs for which each bin, category and Boolean has its share of the training rows, [P]; 0 for numbers, and for
    /// embedded keys and marks, which add such logarithms themselves.
    /// </summary>
    public float[] MarginalOutputs()
    {
        var outputs = new float[ParameterWidth];
        var next = Numbers.Sum(block => block.Likelihood.ParameterWidth);
        foreach (
            var column in table.Sorted.Where(column => column.Kind != TableColumnKind.Number && !column.IsEmbedded)
        )
        {
            foreach (var logits in LogOddsOf(column))
            {
                logits.CopyTo(outputs, next);
                next += logits.Length;
            }
        }

        return outputs;
    }

    /// <summary>Returns the first of the decoder's outputs of each number's bins, and the shares of the training rows in them.</summary>
    public IEnumerable<(int First, double[] Shares)> BinShares()
    {
        var next = blocks.TakeWhile(block => block != Bins).Sum(block => block.Likelihood.ParameterWidth);
        foreach (var bins in table.Bins)
        {
            yield return (next, bins.Shares() ?? [.. Enumerable.Repeat(1.0 / bins.Count, bins.Count)]);
            next += bins.Count;
        }
    }

    /// <summary>Gets the spread of the scores of usual rows in nats; 0 during training.</summary>
    public double ScoreSpread { get; private set; }

    /// <summary>Gets the likelihoods of numbers, one for each of <see cref="Table.NumberGroups"/>.</summary>
    public IReadOnlyList<Block> Numbers { get; }

    /// <summary>Gets the likelihood of the marks that the decoder predicts; null without them.</summary>
    public Block? Marks { get; }

    /// <summary>Gets the likelihood of the bins of all binned numbers; null without such columns.</summary>
    public Block? Bins { get; }

    /// <summary>Gets the likelihoods of embedded keys, in the order of a network's row.</summary>
    public IEnumerable<EmbeddedKeyLikelihood> EmbeddedKeys =>
        blocks.Select(block => block.Likelihood).OfType<EmbeddedKeyLikelihood>();

    public override bool ChangesEncoderInput => blocks.Any(block => block.Likelihood.ChangesEncoderInput);

    /// <summary>
    /// Sets the spread of the scores of usual rows in nats, in which cells are measured that training has not seen: categories, and numbers
    /// outside their usual range. 0 during training.
    /// </summary>
    public void SetScoreSpread(double nats)
    {
        ScoreSpread = nats;
        fixedMarks = CreateFixedMarks();
        natsPerUnit = nats > 0 ? NatsPerUnit() : [];
    }

    /// <summary>Sets the spread after training, and returns a function that computes by how much it raises the scores of rows: [n, W] -> [n].</summary>
    public Func<Tensor, Tensor> RaiseScoreSpread(double nats)
    {
        var before = fixedMarks;
        SetScoreSpread(nats);
        var after = fixedMarks;
        return x =>
        {
            var marks = FixedMarksOf(x); // never missing
            var raised = (after.NegativeLogLikelihood(marks) - before.NegativeLogLikelihood(marks)).sum(1);
            return HasPenalties ? raised.Plus(WithPenalties(zeros_like(x), x).sum(1)) : raised;
        };
    }

    /// <summary>
    /// Returns what is computed for each slot, [N, W], with the nats of numbers outside their <see cref="SeenRange"/>, of broken relations and of <see
    /// cref="RareCategories"/>. They belong to the score of a row and not to -log p(x|z).
    /// </summary>
    public Tensor WithPenalties(Tensor perSlot, Tensor x)
    {
        if (!HasPenalties)
        {
            return perSlot;
        }

        var rest = Rest(perSlot);
        if (natsPerUnit.Length > 0)
        {
            rest = rest.Plus(Rest(x).nan_to_num(0) * tensor(natsPerUnit, device: x.device));
        }

        return cat([perSlot.narrow(1, 0, table.NumberCount).Plus(RangePenaltyOfNumbers(x)), rest], 1);

        Tensor Rest(Tensor slots) => slots.narrow(1, table.NumberCount, InputDim - table.NumberCount);
    }

    /// <summary>Adds <see cref="WithPenalties"/> to a graph. The caller must ignore the results of missing numbers.</summary>
    public OnnxValue AddPenalties(OnnxGraphBuilder graph, OnnxValue perSlot, OnnxValue features)
    {
        if (!HasPenalties)
        {
            return perSlot;
        }

        List<NodeValue> parts = [];
        if (table.NumberCount > 0)
        {
            var numbers = Numbers(perSlot);
            var distances = rangeDistance.AddTo(Numbers(features), "range");
            parts.Add(numbers + (distances * RangeDistance.NatsPerTail(ScoreSpread)));
        }

        if (table.NumberCount < InputDim)
        {
            parts.Add(Rest(perSlot));
        }

        if (natsPerUnit.Length > 0)
        {
            parts[^1] += Rest(features) * graph.AddInitializer("likelihood.penalties", natsPerUnit, natsPerUnit.Length);
        }

        return MatrixNodes.AddJoin(graph, [.. parts]);

        NodeValue Numbers(OnnxValue slots) => MatrixNodes.AddColumns(graph, slots, 0, table.NumberCount);
        NodeValue Rest(OnnxValue slots) =>
            MatrixNodes.AddColumns(graph, slots, table.NumberCount, InputDim - table.NumberCount);
    }

    public Likelihood OfNumbers(string columnName) => ofNumbers[columnName];

    /// <summary>Returns 0 in the slots of missing cells.</summary>
    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x)
    {
        var values = x.nan_to_num(0); // [N, W]
        var perSlot = OfBlocks(
            blocks,
            block => block.Likelihood.NegativeLogLikelihoodPerSlot(block.Parameters(parameters), block.Slots(values))
        );
        if (fixedMarks.Count + distanceCount > 0)
        {
            perSlot = cat(
                [perSlot, fixedMarks.NegativeLogLikelihood(FixedMarksOf(values)), Distances(values) * Held(0)],
                1
            );
        }

        return perSlot.masked_fill(x.isnan(), Held(0));
    }

    public override bool HasGradient => blocks.TrueForAll(block => block.Likelihood.HasGradient);

    public override ReconstructionGradient NewGradient(long rowCount, Func<Parameter, LearnedNumbers> learned) =>
        new TableGradient(this, [.. blocks.Select(block => block.Likelihood.NewGradient(rowCount, learned))]);

    /// <summary>Returns the means of the values, without marks.</summary>
    public override Tensor Mean(Tensor parameters) =>
        OfBlocks(ValueBlocks, block => block.Likelihood.Mean(block.Parameters(parameters)));

    /// <summary>Returns the parts of the values, and that of the marks which the encoder reads. The vectors of embedded keys make them wider.</summary>
    public override IEnumerable<Tensor> FilledEncoderInput(Tensor x)
    {
        var values = ValueBlocks.SelectMany(block => block.Likelihood.FilledEncoderInput(block.Slots(x)));
        return table.EncodedMarkCount == 0
            ? values
            : values.Append(Marks!.Slots(x).eq(Held(Table.KnownMissingMark)).to(x.dtype));
    }

    /// <summary>Returns synthetic raw rows [N, S] within each column's range. About one cell in eight is missing.</summary>
    public override Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator)
    {
        var columns = table.Columns.Select(column => SyntheticCells(column, rowCount, generator)); // [N, width] each
        return cat([.. columns], 1);
    }

    public override VaeColumn Describe(VaeColumn column) =>
        column.Type switch
        {
            VaeColumn.SingleType when column.Bins is not null => column with
            {
                Likelihood = ColumnLikelihood.Histogram,
            },
            VaeColumn.SingleType => OfNumbers(column.Name).Describe(column),
            VaeColumn.BooleanType => column with { Likelihood = BernoulliFormula.Kind },
            _ => column with { Likelihood = ColumnLikelihood.Categorical },
        };

    public override OnnxValue AddEncoderInput(OnnxGraphBuilder graph, OnnxValue features) =>
        ChangesEncoderInput
            ? AddOfBlocks(
                graph,
                blocks,
                block => block.Likelihood.AddEncoderInput(graph, block.AddSlots(graph, features))
            )
            : features;

    /// <summary>Adds <see cref="Mean"/>: the means of the values, without marks.</summary>
    public override OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters) =>
        AddMean(graph, parameters, ValueBlocks);

    /// <summary>Adds the means of the slots before embedded keys, whose constants a graph has once, for their likelihood.</summary>
    public OnnxValue AddMeanWithoutEmbedded(OnnxGraphBuilder graph, OnnxValue parameters) =>
        AddMean(graph, parameters, ValueBlocks.Where(block => block.Likelihood is not EmbeddedKeyLikelihood));

    private static OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters, IEnumerable<Block> blocks) =>
        AddOfBlocks(graph, blocks, block => block.Likelihood.AddMean(graph, block.AddParameters(graph, parameters)));

    /// <summary>Adds nodes whose values are 0 for missing cells. The caller must ignore the results of missing numbers and unknown marks.</summary>
    public override OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    )
    {
        var perSlot = AddOfBlocks(
            graph,
            blocks,
            block =>
                block.Likelihood.AddNegativeLogLikelihoodPerSlot(
                    graph,
                    block.AddParameters(graph, parameters),
                    block.AddSlots(graph, features)
                )
        );
        List<OnnxValue> parts = [perSlot];
        if (fixedMarks.Count > 0)
        {
            var marks = MatrixNodes.AddColumns(graph, features, FirstDistance - fixedMarks.Count, fixedMarks.Count);
            parts.Add(fixedMarks.AddNegativeLogLikelihood(graph, marks));
        }

        if (distanceCount > 0)
        {
            var distances = MatrixNodes.AddColumns(graph, features, FirstDistance, distanceCount);
            parts.Add(graph.AddNode("Mul", [distances, graph.AddScalar(0)]));
        }

        return MatrixNodes.AddJoin(graph, [.. parts]);
    }

    private Block AddBlock(string name, Likelihood likelihood)
    {
        likelihood.ConstantPrefix = $"likelihood.{name}";
        register_module(name, likelihood);
        var block = new Block(
            likelihood,
            blocks.Sum(other => (long)other.Likelihood.InputDim),
            blocks.Sum(other => (long)other.Likelihood.ParameterWidth)
        );
        blocks.Add(block);
        return block;
    }

    private bool HasPenalties => ScoreSpread > 0 && (rangeDistance.HasRanges || natsPerUnit.Length > 0);

    private int FirstDistance => InputDim - distanceCount;

    private Tensor FixedMarksOf(Tensor x) => x.narrow(1, FirstDistance - fixedMarks.Count, fixedMarks.Count);

    private Tensor Distances(Tensor x) => x.narrow(1, FirstDistance, distanceCount);

    private Tensor RangePenaltyOfNumbers(Tensor x)
    {
        var numbers = x.narrow(1, 0, table.NumberCount);
        var distances = rangeDistance.Of(numbers.nan_to_num(0)).masked_fill(numbers.isnan(), Held(0));
        return distances * Held(RangeDistance.NatsPerTail(ScoreSpread));
    }

    private FixedMarks CreateFixedMarks()
    {
        var unexpected = -Math.Log(MarkFormula.Share(0, table.RowCount));
        return new([
            .. table.FixedMarks.SelectMany(column => Enumerable.Repeat(unexpected, column.Width)),
            .. table.Sorted.Where(column => column.Kind == TableColumnKind.Key).Select(OfUnseen),
        ]);
    }

    /// <summary>Returns the nats of a category that the training rows did not have.</summary>
    private double OfUnseen(TableColumn column) => OfNew(column, RowsOfCategories(column).LongCount(rows => rows == 1));

    /// <summary>
    /// Returns the nats of a 1 in each slot behind the numbers: of a tail for distances, and for rare categories those of a new one, after all rows
    /// with rare categories except the row itself.
    /// </summary>
    private float[] NatsPerUnit()
    {
        var nats = new float[InputDim - table.NumberCount];
        Array.Fill(nats, RangeDistance.NatsPerTail(ScoreSpread), nats.Length - distanceCount, distanceCount);
        var slot = (int)(keys?.First ?? 0) - table.NumberCount;
        foreach (var column in table.Sorted.Where(column => column is { Kind: TableColumnKind.Key, IsEmbedded: false }))
        {
            var counts = RowsOfCategories(column);
            var (mostRows, rowsOfAll) = RareCategories.Find(counts);
            var ofRare = mostRows > 0 ? (float)OfNew(column, rowsOfAll - 1) : 0;
            foreach (var rows in counts)
            {
                nats[slot++] = rows > 0 && rows <= mostRows ? ofRare : 0;
            }
        }

        return Array.Exists(nats, value => value > 0) ? nats : [];
    }

    private long[] RowsOfCategories(TableColumn column)
    {
        var rows = RowsWithValue(column);
        return Array.ConvertAll(column.KeyShares, share => (long)Math.Round(share * rows));
    }

    private long RowsWithValue(TableColumn column) => table.RowCount - column.MissingCounts.Sum();

    /// <summary>
    /// Returns the nats of a category that the n training rows did not have, beside the K known ones, if some rows had a category of their own:
    /// at least the score spread, and -log p of one category. Laplace's rule of succession gives all unseen categories together 1 / (n + K + 1).
    /// This one is taken as one of n + K + 1 such categories, so that it is rarer than the rarest known one.
    /// </summary>
    /// <remarks>
    /// A column in which every tenth row has a category of its own will have new ones, too. The share of such rows estimates how often (Good
    /// 1953, the Good-Turing estimate), and the nats are fewer in the ratio of its logarithm to that of a column without such rows.
    /// </remarks>
    private double OfNew(TableColumn column, long single)
    {
        var rows = RowsWithValue(column);
        var expected = -Math.Log(MarkFormula.Share(Math.Min(single, rows), rows));
        var unexpected = -Math.Log(MarkFormula.Share(0, rows));
        var ofOne = 2 * Math.Log(table.RowCount + column.KeyCount + 1.0);
        var nats = Math.Max(ScoreSpread + Math.Log(column.KeyCount), ofOne);
        return Math.Max(nats * expected / unexpected, expected + Math.Log(single + 1)); // at least one of as many as there are
    }

    /// <summary>
    /// Returns the logits of each of a column's groups of outputs: of each bin or category, or of true. Every one counts as seen once more, so
    /// that none is impossible.
    /// </summary>
    private IEnumerable<float[]> LogOddsOf(TableColumn column) =>
        column.Kind switch
        {
            TableColumnKind.Boolean =>
            [
                [Logits(column.Shares) is [var no, var yes] ? yes - no : 0],
            ],
            TableColumnKind.BinnedNumber => column.Bins.Select(bins =>
                Logits(
                    bins.Shares() is { } shares
                        ? Array.ConvertAll(shares, share => (float)share)
                        : new float[bins.Count]
                )
            ),
            _ => [Logits(column.KeyShares)],
        };

    private float[] Logits(float[] shares)
    {
        var logarithms = Array.ConvertAll(shares, share => MathF.Log((share * table.RowCount) + 1));
        var mean = logarithms.Length == 0 ? 0 : logarithms.Average();
        return Array.ConvertAll(logarithms, logarithm => logarithm - mean);
    }

    private IEnumerable<Block> ValueBlocks => blocks.Where(block => block != Marks);

    private static Tensor OfBlocks(IEnumerable<Block> blocks, Func<Block, Tensor> compute) =>
        cat([.. blocks.Select(compute)], 1);

    private static OnnxValue AddOfBlocks(
        OnnxGraphBuilder graph,
        IEnumerable<Block> blocks,
        Func<Block, OnnxValue> compute
    ) => MatrixNodes.AddJoin(graph, [.. blocks.Select(compute)]);

    private Tensor SyntheticCells(TableColumn column, long rowCount, Generator generator)
    {
        var uniform = rand(rowCount, column.Width, ScalarType.Float32, generator: generator);
        var missing = rand(rowCount, column.Width, ScalarType.Float32, generator: generator).lt(Held(0.125));
        return column.Kind switch
        {
            TableColumnKind.Number or TableColumnKind.BinnedNumber => SyntheticNumbers(column, uniform)
                .masked_fill(missing, Held(float.NaN)),
            TableColumnKind.Boolean => uniform.ge(Held(0.5)).to(ScalarType.Float32),
            // The last key is one that training did not have.
            _ => (uniform * Held(column.KeyCount + 1))
                .floor()
                .Plus(Held(1))
                .clamp_max(Held(column.KeyCount + 1))
                .masked_fill(missing, Held(float.NaN)),
        };
    }

    /// <summary>
    /// Returns numbers in the column's range, and in that of each channel of a window. They are whole numbers if the likelihood requires it.
    /// </summary>
    private Tensor SyntheticNumbers(TableColumn column, Tensor uniform)
    {
        var (lowest, highest) = table.Windows?.UsualRanges(column) ?? ([column.Minimum], [column.Maximum]);
        var first = tensor(lowest); // [width], or [1]
        var numbers = (uniform * (tensor(highest) - first)).Plus(first);
        return column.Likelihood!.SlotGroups(1)[0].Values == AllowedValues.Counts ? numbers.floor() : numbers;
    }

    /// <summary>The likelihood of a block of neighboring slots.</summary>
    /// <param name="Likelihood">The likelihood.</param>
    /// <param name="First">The first slot of the block in a network's row.</param>
    /// <param name="FirstParameter">The first parameter of the block among the decoder's P outputs.</param>
    internal sealed record Block(Likelihood Likelihood, long First, long FirstParameter)
    {
        public Tensor Slots(Tensor values) => values.narrow(1, First, Likelihood.InputDim);

        public Tensor Parameters(Tensor parameters) => parameters.narrow(1, FirstParameter, Likelihood.ParameterWidth);

        public OnnxValue AddSlots(OnnxGraphBuilder graph, OnnxValue values) =>
            MatrixNodes.AddColumns(graph, values, First, Likelihood.InputDim);

        public OnnxValue AddParameters(OnnxGraphBuilder graph, OnnxValue parameters) =>
            MatrixNodes.AddColumns(graph, parameters, FirstParameter, Likelihood.ParameterWidth);
    }

    /// <summary>The gradients of all blocks.</summary>
    private sealed class TableGradient(TableLikelihood table, ReconstructionGradient[] ofBlocks)
        : ReconstructionGradient
    {
        public override void Differentiate(SlotRows rows)
        {
            foreach (var (block, gradient) in table.blocks.Zip(ofBlocks))
            {
                var (likelihood, first) = (block.Likelihood, block.FirstParameter);
                gradient.Differentiate(rows.Slots(first, likelihood.ParameterWidth, block.First, likelihood.InputDim));
            }

            var marks = table.fixedMarks;
            marks.AddTo(rows.Slots(0, 0, table.FirstDistance - marks.Count, marks.Count));
        }

        public override void Scale(Span<Vector<float>> gradient, ReadOnlySpan<Vector<float>> factors)
        {
            foreach (var (block, ofBlock) in table.blocks.Zip(ofBlocks))
            {
                var (first, count) = ((int)block.FirstParameter, block.Likelihood.ParameterWidth);
                ofBlock.Scale(gradient.Slice(first * factors.Length, count * factors.Length), factors);
            }
        }
    }
}
