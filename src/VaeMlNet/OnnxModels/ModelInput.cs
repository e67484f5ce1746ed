using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// An input of an ONNX model and the column of the same name: a scalar or a vector of the input's element type.
/// </summary>
internal sealed class ModelInput(ModelTensor input) : StepInput(input.ToGraphTensor(), input.Name)
{
    public override DataViewSchema.Column? FindIn(DataViewSchema schema)
    {
        var column =
            schema.GetColumnOrNull(ColumnName) ?? throw ModelErrors.MissingColumn(ColumnName, schema.VisibleNames());
        var vector = column.Type as VectorDataViewType;
        var item = vector?.ItemType ?? column.Type;
        // A key column can feed an input of its unsigned type, as in ML.NET: 0 is a missing value.
        var fits = item.Equals(input.Element.Column) || (item is KeyDataViewType && item.RawType == RawType);
        if (!fits)
        {
            throw ModelErrors.WrongType(ColumnName, input.Element.Column.ToString()!, column.Type.ToString()!);
        }

        CheckSize(column.Type, vector);
        return column;
    }

    public override SchemaShape.Column? FindIn(SchemaShape shape)
    {
        var column = shape.FirstOrDefault(c => c.Name == ColumnName);
        if (column.Name is null)
        {
            throw ModelErrors.MissingColumn(ColumnName, shape.Select(c => c.Name));
        }

        if (column.ItemType.RawType != RawType)
        {
            throw ModelErrors.WrongType(ColumnName, input.Element.Column.ToString()!, Describe(column));
        }

        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.VariableVector => throw ModelErrors.VariableSize(
                ColumnName,
                Describe(column),
                Tensor.Width
            ),
            SchemaShape.Column.VectorKind.Scalar when Tensor.RowShape!.Length != 2 =>
                throw ModelErrors.ScalarForOtherRank(ColumnName, Describe(column), input.Description),
            _ => column,
        };
    }

    public override InputReader MakeReader(
        int index,
        DataViewRow row,
        DataViewSchema.Column column,
        Delegate? getter
    ) => input.Element.Use(new ReaderOf(this, index, row, column, getter));

    private Type RawType => input.Element.Column.RawType;

    private void CheckSize(DataViewType type, VectorDataViewType? vector)
    {
        if (vector is { IsKnownSize: false })
        {
            throw ModelErrors.VariableSize(ColumnName, type.ToString()!, Tensor.Width);
        }

        if (vector is null && Tensor.RowShape!.Length != 2)
        {
            throw ModelErrors.ScalarForOtherRank(ColumnName, type.ToString()!, input.Description);
        }

        var length = vector?.Size ?? 1;
        if (length != Tensor.Width)
        {
            throw ModelErrors.WrongWidth(Tensor, length);
        }
    }

    private readonly record struct ReaderOf(
        ModelInput Input,
        int Index,
        DataViewRow Row,
        DataViewSchema.Column Column,
        Delegate? Getter
    ) : IElementTypeUse<InputReader>
    {
        public InputReader With<T>()
            where T : struct =>
            Column.Type is VectorDataViewType vector
                ? new VectorReader<T>(
                    Index,
                    Row,
                    (ValueGetter<VBuffer<T>>)(Getter ?? Row.GetGetter<VBuffer<T>>(Column)),
                    Column.Name,
                    vector.ItemType
                )
                : new ScalarReader<T>(Index, (ValueGetter<T>)(Getter ?? Row.GetGetter<T>(Column)));
    }
}
