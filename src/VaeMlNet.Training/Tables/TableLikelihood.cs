using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// p(x|z) of a table's rows: one likelihood for all numbers, Bernoulli for Booleans, categorical for keys. Missing cells,
/// NaN in x, have no part in it.
/// </summary>
/// <remarks>Leaving missing cells out is sound where they are missing at random (Nazabal et al. 2020, eq. 3).</remarks>
internal sealed class TableLikelihood : Likelihood
{
    private readonly Table table;
    private readonly List<Part> parts = [];

    /// <param name="table">The columns.</param>
    /// <param name="numbers">The likelihood of numbers, in standard deviations.</param>
    public TableLikelihood(Table table, DecoderLikelihood numbers)
        : base(nameof(TableLikelihood), table.Width)
    {
        this.table = table;
        if (table.NumberCount > 0)
        {
            Numbers = numbers.Create(table.NumberCount);
            AddPart("numbers", Numbers);
        }

        if (table.BooleanCount > 0)
        {
            AddPart("booleans", new BernoulliLikelihood(table.BooleanCount));
        }

        if (table.KeyWidths.Length > 0)
        {
            AddPart("keys", new CategoricalLikelihood(table.KeyWidths));
        }
    }

    /// <inheritdoc />
    public override int ParameterWidth => parts.Sum(part => part.Likelihood.ParameterWidth);

    /// <summary>That of numbers; null without any.</summary>
    public Likelihood? Numbers { get; }

    /// <summary>0 in the slots of missing cells.</summary>
    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x)
    {
        var values = x.nan_to_num(0); // [N, W]
        return OfParts(part =>
                part.Likelihood.NegativeLogLikelihoodPerSlot(part.Parameters(parameters), part.Slots(values))
            )
            .masked_fill(x.isnan(), 0);
    }

    public override Tensor Mean(Tensor parameters) =>
        OfParts(part => part.Likelihood.Mean(part.Parameters(parameters)));

    public override Tensor Sample(Tensor parameters, Generator generator) =>
        OfParts(part => part.Likelihood.Sample(part.Parameters(parameters), generator));

    /// <summary>Raw rows [N, S] within each column's range; about one cell in eight is missing.</summary>
    public override Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator)
    {
        var columns = table.Columns.Select(column => SyntheticCells(column, rowCount, generator)); // [N, width] each
        return cat([.. columns], 1);
    }

    public override VaeColumn Describe(VaeColumn column) =>
        column.Type switch
        {
            VaeColumn.SingleType => Numbers!.Describe(column),
            VaeColumn.BooleanType => column with { Likelihood = VaeColumn.Bernoulli },
            _ => column with { Likelihood = VaeColumn.Categorical },
        };

    public override OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters) =>
        AddOfParts(graph, part => part.Likelihood.AddMean(graph, part.AddParameters(graph, parameters)));

    /// <summary>Of values that are 0 where missing: the caller leaves those of missing numbers out.</summary>
    public override OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    ) =>
        AddOfParts(
            graph,
            part =>
                part.Likelihood.AddNegativeLogLikelihoodPerSlot(
                    graph,
                    part.AddParameters(graph, parameters),
                    part.AddSlots(graph, features)
                )
        );

    private void AddPart(string name, Likelihood part)
    {
        register_module(name, part);
        parts.Add(
            new Part(
                part,
                parts.Sum(other => (long)other.Likelihood.InputDim),
                parts.Sum(other => (long)other.Likelihood.ParameterWidth)
            )
        );
    }

    private Tensor OfParts(Func<Part, Tensor> compute) => cat([.. parts.Select(compute)], 1);

    private OnnxValue AddOfParts(OnnxGraphBuilder graph, Func<Part, OnnxValue> compute) =>
        MatrixNodes.AddJoin(graph, [.. parts.Select(compute)]);

    private static Tensor SyntheticCells(TableColumn column, long rowCount, Generator generator)
    {
        var uniform = rand(rowCount, column.Width, ScalarType.Float32, generator: generator);
        var missing = rand(rowCount, column.Width, ScalarType.Float32, generator: generator).lt(0.125);
        return column.Kind switch
        {
            TableColumnKind.Number => ((uniform * (column.Maximum - column.Minimum)) + column.Minimum).masked_fill(
                missing,
                float.NaN
            ),
            TableColumnKind.Boolean => uniform.ge(0.5).to(ScalarType.Float32),
            _ => ((uniform * column.KeyCount).floor() + 1.0).clamp_max(column.KeyCount).masked_fill(missing, float.NaN),
        };
    }

    /// <summary>The likelihood of neighbouring slots.</summary>
    /// <param name="Likelihood">The likelihood.</param>
    /// <param name="First">Its first slot of W.</param>
    /// <param name="FirstParameter">Its first of the decoder's P outputs.</param>
    private sealed record Part(Likelihood Likelihood, long First, long FirstParameter)
    {
        public Tensor Slots(Tensor values) => values.narrow(1, First, Likelihood.InputDim);

        public Tensor Parameters(Tensor parameters) => parameters.narrow(1, FirstParameter, Likelihood.ParameterWidth);

        public OnnxValue AddSlots(OnnxGraphBuilder graph, OnnxValue values) =>
            MatrixNodes.AddColumns(graph, values, First, Likelihood.InputDim);

        public OnnxValue AddParameters(OnnxGraphBuilder graph, OnnxValue parameters) =>
            MatrixNodes.AddColumns(graph, parameters, FirstParameter, Likelihood.ParameterWidth);
    }
}
