using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>
/// A Key&lt;UInt32, K&gt; column that reads an output of uint32 values and width 1. Its key values come from training, or else
/// from the input column: the first K, or with the numbers of the keys that it lacks.
/// </summary>
internal sealed class KeyOutput(string name, GraphTensor tensor, VaeColumn column) : OutputColumn(name, tensor)
{
    public override DataViewType Type { get; } = new KeyDataViewType(typeof(uint), (ulong)column.KeyCount!.Value);

    public override Delegate MakeGetter(CurrentOutput output) =>
        (ValueGetter<uint>)((ref uint value) => value = output().As<uint>()[0]);

    public override SchemaShape.Column Shape(SchemaShape.Column input)
    {
        var values = KeyValues.Shape(column);
        if (values is null && input.Annotations is { } given)
        {
            values = new SchemaShape(
                given.Where(a => a.Name == TextAnnotation.KeyValues && KeyValueType.Find(a.ItemType) is not null)
            );
        }

        return MlNetInternals.CreateShapeColumn(
            Name,
            SchemaShape.Column.VectorKind.Scalar,
            NumberDataViewType.UInt32,
            isKey: true,
            values
        );
    }

    public override DataViewSchema.Annotations Annotations(DataViewSchema.Column input)
    {
        if (column.KeyValues is not null || input.Annotations is null || KeyTexts.Read(input) is not { } texts)
        {
            return KeyValues.Annotations(column);
        }

        var count = column.KeyCount!.Value;
        var numbers = Enumerable.Range(1, count).Select(key => key.ToString(CultureInfo.InvariantCulture));
        string[] values = [.. texts.Values.Take(count), .. numbers.Skip(texts.Values.Count)];
        return KeyValues.Annotations(column with { KeyValues = values, KeyValueType = texts.Type });
    }
}
