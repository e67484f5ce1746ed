using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>The values of keys in manifest.json, as texts and back.</summary>
public sealed class KeyTextsTests
{
    private static readonly MLContext Ml = new(seed: 1);
    private static readonly DateTime Noon = new(2026, 1, 31, 12, 0, 0, 1, DateTimeKind.Utc);

    private static IEnumerable<TestCaseData> Keys()
    {
        yield return Case("text", "b", "a");
        yield return Case("single", 0.1f, float.MaxValue);
        yield return Case("double", 0.1, 1e300);
        yield return Case("boolean", true, false);
        yield return Case("sbyte", (sbyte)3, sbyte.MinValue);
        yield return Case("byte", (byte)3, byte.MaxValue);
        yield return Case("int16", (short)3, short.MinValue);
        yield return Case("uint16", (ushort)3, ushort.MaxValue);
        yield return Case("int32", 3, int.MinValue);
        yield return Case("uint32", 3u, uint.MaxValue);
        yield return Case("int64", 3L, long.MinValue);
        yield return Case("uint64", 3UL, ulong.MaxValue);
        yield return Case("timespan", TimeSpan.FromTicks(7), TimeSpan.FromDays(-400));
        yield return Case("datetime", Noon, Noon.AddTicks(1));
        yield return Case(
            "datetimeoffset",
            new DateTimeOffset(Noon),
            new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(2))
        );
    }

    [TestCaseSource(nameof(Keys))]
    public void Read_KeysOfAnyType_CanBeWrittenWithTheSameTypeAndValues(string type, IDataView data)
    {
        var keys = Ml.Transforms.Conversion.MapValueToKey("Value").Fit(data).Transform(data).Schema["Value"];

        var texts = KeyTexts.Read(keys)!;

        Assert.That((texts.Type, texts.Values.Count), Is.EqualTo((type, 2)));

        var annotations = KeyValues.Annotations(
            new()
            {
                Name = "Value",
                Type = VaeColumn.KeyType,
                Width = 1,
                Likelihood = "categorical",
                Minimum = 1,
                Maximum = 2,
                KeyCount = 2,
                KeyValues = texts.Values,
                KeyValueType = texts.Type,
            }
        );
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("Value", keys.Type, annotations);
        var written = schema.ToSchema()["Value"];

        Assert.That(
            written.Annotations.Schema["KeyValues"].Type,
            Is.EqualTo(keys.Annotations.Schema["KeyValues"].Type)
        );
        Assert.That(KeyTexts.Read(written)!.Values, Is.EqualTo(texts.Values));
    }

    [Test]
    public void Read_KeysOfDates_AreInRoundTripForm()
    {
        var data = Ml.Data.LoadFromEnumerable([new Cell<DateTime> { Value = Noon }]);
        var keys = Ml.Transforms.Conversion.MapValueToKey("Value").Fit(data).Transform(data).Schema["Value"];

        Assert.That(
            DateTime.Parse(KeyTexts.Read(keys)!.Values[0], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            Is.EqualTo(Noon)
        );
    }

    [Test]
    public void BeginWith_DatesThatMlNetSavedWithoutTheirKind_AreThoseOfTraining()
    {
        var data = Ml.Data.LoadFromEnumerable(
            new[] { Noon, Noon.AddDays(1) }.Select(date => new Cell<DateTime> { Value = date })
        );
        var map = Ml.Transforms.Conversion.MapValueToKey("Value").Fit(data);
        using MemoryStream file = new();
        Ml.Model.Save(map, data.Schema, file);
        file.Position = 0;
        var trained = KeyTexts.Read(map.Transform(data).Schema["Value"])!;
        var loaded = KeyTexts.Read(Ml.Model.Load(file, out _).Transform(data).Schema["Value"])!;

        Assert.That(loaded.Values[0] + "Z", Is.EqualTo(trained.Values[0]));
        Assert.That(loaded.BeginWith(trained.Values), Is.True);
        Assert.That(trained.BeginWith(loaded.Values), Is.True);
        Assert.That(loaded.BeginWith([.. trained.Values.Reverse()]), Is.False);
        Assert.That(trained.BeginWith([loaded.Values[0] + "+02:00"]), Is.False, "another instant");
        Assert.That(loaded.BeginWith([.. trained.Values, trained.Values[0]]), Is.False);
        Assert.That((loaded with { Type = "text" }).BeginWith(trained.Values), Is.False);
    }

    private static TestCaseData Case<T>(string type, params T[] values) =>
        new TestCaseData(
            type,
            Ml.Data.LoadFromEnumerable(values.Select(value => new Cell<T> { Value = value }))
        ).SetArgDisplayNames(type);

    private sealed class Cell<T>
    {
        public T Value { get; set; } = default!;
    }
}
