using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>The input column of a VAE step: Vector&lt;Single, D&gt; with values that the model's likelihood allows.</summary>
/// <param name="tensor">The input of the graph: float32 [N, D].</param>
/// <param name="columnName">The name of the column.</param>
/// <param name="modelFolder">The model folder in messages.</param>
internal sealed class FeatureInput(GraphTensor tensor, string columnName, string modelFolder)
    : StepInput(tensor, columnName)
{
    /// <summary>Gets the name of the step in messages.</summary>
    public required string Step { get; init; }

    public required InputRange Range { get; init; }

    /// <summary>Gets the shape of the images that the features form; null if it is unknown.</summary>
    public VaeImageShape? Image { get; init; }

    /// <summary>Gets the word for the slots in messages.</summary>
    public string Slots { get; init; } = "features";

    /// <summary>Gets the name of the column in messages. It is the user's column even if the step reads a copy of it.</summary>
    public string ColumnInMessages
    {
        get => field ?? ColumnName;
        init;
    }

    public override DataViewSchema.Column? FindIn(DataViewSchema schema)
    {
        var column =
            schema.GetColumnOrNull(ColumnName)
            ?? throw StepErrors.MissingFeatures(Step, ColumnName, schema.VisibleNames());
        var type = CheckedType(column.Type, column.Type.ToString()!);
        if (Image is not null && !ImageColumn.CanContain(type, Image))
        {
            throw StepErrors.WrongImage(ColumnInMessages, type, modelFolder, Image);
        }

        return type.Size == Tensor.Width
            ? column
            : throw StepErrors.WrongWidth(ColumnInMessages, type.Size, modelFolder, Tensor.Width, Slots);
    }

    public override SchemaShape.Column? FindIn(SchemaShape shape)
    {
        var column = shape.FirstOrDefault(c => c.Name == ColumnName);
        if (column.Name is null)
        {
            throw StepErrors.MissingFeatures(Step, ColumnName, shape.Select(c => c.Name));
        }

        CheckedType(TypeOf(column), Describe(column));
        return column;
    }

    public override InputReader MakeReader(
        int index,
        DataViewRow row,
        DataViewSchema.Column column,
        Delegate? getter
    ) =>
        new FeatureInputReader(
            this,
            index,
            row,
            (ValueGetter<VBuffer<float>>)(getter ?? row.GetGetter<VBuffer<float>>(column))
        );

    private VectorDataViewType CheckedType(DataViewType type, string described)
    {
        if (type is not VectorDataViewType vector || !vector.ItemType.Equals(NumberDataViewType.Single))
        {
            throw StepErrors.WrongType(
                ColumnInMessages,
                described,
                modelFolder,
                Tensor.Width,
                ImageColumn.AdviseFor(type, Image)
            );
        }

        return vector.IsKnownSize
            ? vector
            : throw StepErrors.VariableSize(ColumnInMessages, described, modelFolder, Tensor.Width);
    }
}

/// <summary>Reads the feature column of a row, dense or sparse, and checks its values: float32 [D].</summary>
/// <param name="input">The input to read.</param>
/// <param name="index">The index of the input in the graph.</param>
/// <param name="source">The row or cursor of the features. Messages use its row number.</param>
/// <param name="getter">The getter of the feature column.</param>
internal sealed class FeatureInputReader(
    FeatureInput input,
    int index,
    DataViewRow source,
    ValueGetter<VBuffer<float>> getter
) : VectorReader<float>(index, source, getter, input.ColumnName, NumberDataViewType.Single)
{
    /// <summary>Checks the row while it is copied. The error is thrown only if the row is read.</summary>
    protected override bool Copy(ReadOnlySpan<float> cells, Span<float> destination) =>
        input.Range.Copy(cells, destination);

    public override void Check(StepBatch batch, int row, long rowNumber) =>
        input.Range.Check(batch.Input<float>(Index, row), input.ColumnInMessages, rowNumber);
}
