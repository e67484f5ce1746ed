using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

/// <summary>A row with a number, a text and a vector of three.</summary>
internal sealed class Item
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    [VectorType(3)]
    public float[] Values { get; set; } = [];
}

internal static class Samples
{
    public static Item[] Items(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Item
                {
                    Id = i,
                    Name = $"item {i}",
                    Values = [i, 2 * i, -i],
                }),
        ];

    public static IDataView ItemView(MLContext ml, int count) => ml.Data.LoadFromEnumerable(Items(count));

    /// <summary>Returns the values of the Id column, in the cursor's order.</summary>
    public static int[] Ids(IDataView data) => [.. data.GetColumn<int>("Id")];

    public static T ValueOf<T>(DataViewRow row, string column)
    {
        T value = default!;
        row.GetGetter<T>(row.Schema[column])(ref value);
        return value;
    }
}
