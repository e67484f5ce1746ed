using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>A mixed table of people, generated: two hidden factors determine all columns, so that the columns are correlated.</summary>
internal static class CorrelatedTable
{
    public static readonly string[] Columns = ["Height", "Weight", "Sizes", "Smoker", "City", "Grade"];

    public static readonly string[] SlotNames = ["shoe", "hand", "head"];

    public static readonly string[] Cities = ["Lima", "Oslo", "Pune"];

    private static readonly MLContext Ml = new(seed: 1);

    public static VaeTrainerOptions Options { get; } =
        new()
        {
            HiddenDims = [32],
            LatentDim = 4,
            EpochCount = 40,
            BatchSize = 64,
            LearningRate = 5e-3,
            LearningRateSchedule = new(),
            InputNoise = new(),
            Beta = 1,
            Likelihood = GaussianLikelihoodOptions.ForTables,
            TrimmedShare = 0,
        };

    /// <summary>A row; null is a missing cell.</summary>
    public sealed record Person(float? Height, float? Weight, float?[] Sizes, bool Smoker, int? City, uint? Grade)
    {
        public static string NameOf(int? city) => city is { } known ? Cities[known] : "";
    }

    /// <summary>Creates rows without missing cells.</summary>
    public static Person[] Rows(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => NewRow(random))];
    }

    /// <summary>
    /// Returns the rows with a share of the cells removed at random. Only cells that can be missing are removed.
    /// </summary>
    public static Person[] WithGaps(IEnumerable<Person> rows, double share, int seed = 2)
    {
        var random = new Random(seed);
        T? Keep<T>(T? value)
            where T : struct => random.NextDouble() < share ? null : value;
        return
        [
            .. rows.Select(r => new Person(
                Keep(r.Height),
                Keep(r.Weight),
                [.. r.Sizes.Select(Keep)],
                r.Smoker,
                Keep(r.City),
                Keep(r.Grade)
            )),
        ];
    }

    /// <summary>
    /// Creates a view as ML.NET reads it: City is a key of texts, Grade a key without values, and Sizes has slot names.
    /// </summary>
    public static IDataView View(IEnumerable<Person> rows)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema["Sizes"].AddAnnotation("SlotNames", SlotNames.Select(n => n.AsMemory()).ToArray(), TextVector(3));
        var view = Ml.Data.LoadFromEnumerable(rows.Select(Row.Create).ToArray(), schema);
        var cities = Ml.Data.LoadFromEnumerable(Cities.Select(c => new CityName { Name = c }).ToArray());
        return Ml.Transforms.Conversion.MapValueToKey("City", "CityName", keyData: cities).Fit(view).Transform(view);
    }

    private static VectorDataViewType TextVector(int size) => new(TextDataViewType.Instance, size);

    private static Person NewRow(Random random)
    {
        double Normal() =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var size = Normal();
        var place = Normal();
        float Of(double mean, double scale, double value) => (float)(mean + (scale * (value + (0.2 * Normal()))));
        return new(
            Of(170, 10, size),
            Of(70, 12, (0.8 * size) - (0.6 * place)),
            [Of(40, 3, size), Of(20, 1.5, size), Of(55, 2, place)],
            place + (0.3 * Normal()) > 0.4,
            place < -0.5 ? 0
                : place < 0.5 ? 1
                : 2,
            (uint)Math.Clamp(2.5 + (1.2 * size) + (0.2 * Normal()), 1, 4)
        );
    }

    private sealed class CityName
    {
        public string Name { get; set; } = "";
    }

    private sealed class Row
    {
        public float Height { get; set; }

        public float Weight { get; set; }

        [VectorType(3)]
        public float[] Sizes { get; set; } = [];

        public bool Smoker { get; set; }

        public string CityName { get; set; } = "";

        [KeyType(4)]
        public uint Grade { get; set; }

        public static Row Create(Person person) =>
            new()
            {
                Height = person.Height ?? float.NaN,
                Weight = person.Weight ?? float.NaN,
                Sizes = [.. person.Sizes.Select(s => s ?? float.NaN)],
                Smoker = person.Smoker,
                CityName = Person.NameOf(person.City),
                // ML.NET reads such a field as key - 1, and what is not below the count as missing.
                Grade = (person.Grade ?? 0) - 1,
            };
    }
}
