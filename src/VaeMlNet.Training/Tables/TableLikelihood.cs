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
    private readonly List<(Likelihood Likelihood, long First)> parts = [];

    /// <param name="table">The columns.</param>
    /// <param name="numbers">The likelihood of numbers, in standard deviations.</param>
    public TableLikelihood(Table table, DecoderLikelihood numbers)
        : base(nameof(TableLikelihood), table.Width)
    {
        this.table = table;
        if (table.NumberCount > 0)
        {
            AddPart("numbers", numbers.Create(table.NumberCount));
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

    /// <summary>That of numbers; null without any.</summary>
    public Likelihood? Numbers => table.NumberCount > 0 ? parts[0].Likelihood : null;

    /// <summary>0 in the slots of missing cells.</summary>
    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x)
    {
        var values = x.nan_to_num(0); // [N, W]
        return OfParts((part, slots) => part.NegativeLogLikelihoodPerSlot(slots(parameters), slots(values)))
            .masked_fill(x.isnan(), 0);
    }

    public override Tensor Mean(Tensor parameters) => OfParts((part, slots) => part.Mean(slots(parameters)));

    public override Tensor Sample(Tensor parameters, Generator generator) =>
        OfParts((part, slots) => part.Sample(slots(parameters), generator));

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
        AddOfParts(graph, (part, slots) => part.AddMean(graph, slots(parameters)));

    /// <summary>Of values that are 0 where missing: the caller leaves those of missing numbers out.</summary>
    public override OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    ) =>
        AddOfParts(
            graph,
            (part, slots) => part.AddNegativeLogLikelihoodPerSlot(graph, slots(parameters), slots(features))
        );

    private void AddPart(string name, Likelihood part)
    {
        var first = parts.Sum(other => (long)other.Likelihood.InputDim);
        register_module(name, part);
        parts.Add((part, first));
    }

    private Tensor OfParts(Func<Likelihood, Func<Tensor, Tensor>, Tensor> compute)
    {
        if (parts is [var only])
        {
            return compute(only.Likelihood, values => values);
        }

        var computed = parts.Select(part =>
            compute(part.Likelihood, values => values.narrow(1, part.First, part.Likelihood.InputDim))
        );
        return cat([.. computed], 1);
    }

    private OnnxValue AddOfParts(
        OnnxGraphBuilder graph,
        Func<Likelihood, Func<OnnxValue, OnnxValue>, OnnxValue> compute
    )
    {
        if (parts is [var only])
        {
            return compute(only.Likelihood, values => values);
        }

        var computed = parts.Select(part =>
            compute(
                part.Likelihood,
                values => TableNodes.AddColumns(graph, values, part.First, part.Likelihood.InputDim)
            )
        );
        return TableNodes.AddJoin(graph, [.. computed]);
    }

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
}
