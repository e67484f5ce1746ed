using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace Dependencies.Tests;

/// <summary>
/// The views behind the committed files: those in Fixtures were written by ML.NET 5.0.0, those in Fixtures/subset by the subset of it
/// that stands in where the package cannot be restored. Each reads the other's.
/// </summary>
internal static class BinaryFixtures
{
    public const string EveryType = "every-type";
    public const string SeveralBlocks = "several-blocks";
    public const string NoRows = "no-rows";

    public static string[] Names { get; } = [EveryType, SeveralBlocks, NoRows];

    public static string PathOf(string name, bool ofSubset = false) =>
        Repository.PathOf(
            "tests",
            "Dependencies.Tests",
            "MlNet",
            "Binary",
            "Fixtures",
            ofSubset ? "subset" : "",
            name + ".idv"
        );

    public static IDataView View(MLContext ml, string name) =>
        name switch
        {
            EveryType => Annotated(ml, EveryTypeRow.Rows()),
            SeveralBlocks => ml.Data.LoadFromEnumerable(Enumerable.Range(0, 20_000).Select(SmallRow.Create)),
            _ => Annotated(ml, []),
        };

    /// <summary>Adds keys with values, slot names, and an annotation of each kind of type.</summary>
    private static IDataView Annotated(MLContext ml, EveryTypeRow[] rows)
    {
        var definition = SchemaDefinition.Create(typeof(EveryTypeRow));
        definition["Single"].AddAnnotation("Unit", "metre".AsMemory(), TextDataViewType.Instance);
        definition["Single"].AddAnnotation("Scale", 0.5, NumberDataViewType.Double);
        definition["Single"].AddAnnotation("IsMeasured", true, BooleanDataViewType.Instance);
        var data = ml.Data.LoadFromEnumerable(rows, definition);
        var known = ml.Data.LoadFromEnumerable(EveryTypeRow.Rows().Where(row => row.Text.Length > 0));
        return ml
            .Transforms.Conversion.MapValueToKey("TextKey", "Text")
            .Append(ml.Transforms.Conversion.MapValueToKey("NumberKey", "Int32"))
            .Append(ml.Transforms.Conversion.MapKeyToVector("Indicator", "TextKey"))
            .Append(ml.Transforms.Concatenate("Pair", "Single", "Fixed"))
            .Fit(known)
            .Transform(data);
    }

    public sealed class SmallRow
    {
        public int Id { get; set; }

        public bool Flag { get; set; }

        public string Text { get; set; } = "";

        public float[] Variable { get; set; } = [];

        public static SmallRow Create(int i) =>
            new()
            {
                Id = i % 100,
                Flag = i % 3 == 0,
                Text = i % 50 == 0 ? "fifty" : "",
                Variable = i % 4 == 0 ? [i % 8] : [],
            };
    }
}
