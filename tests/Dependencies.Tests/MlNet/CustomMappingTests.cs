using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class CustomMappingTests
{
    private readonly MLContext ml = new(seed: 1);

    private sealed class Source
    {
        public int Id { get; set; }

        [VectorType(3)]
        public float[] Values { get; set; } = [];
    }

    private sealed class Target
    {
        public float Sum { get; set; }
        public bool IsOdd { get; set; }
    }

    private sealed class Missing
    {
        public float Nope { get; set; }
    }

    private sealed class WrongType
    {
        public float Id { get; set; }
    }

    private static void Map(Source source, Target target)
    {
        target.Sum = source.Values.Sum();
        target.IsOdd = source.Id % 2 == 1;
    }

    [Test]
    public void Transform_Mapping_AddsItsColumns()
    {
        var data = Samples.ItemView(ml, 3);

        var mapped = ml.Transforms.CustomMapping<Source, Target>(Map, null).Fit(data).Transform(data);

        Assert.That(mapped.GetColumn<float>("Sum"), Is.EqualTo(new[] { 0f, 2, 4 }));
        Assert.That(mapped.GetColumn<bool>("IsOdd"), Is.EqualTo(new[] { false, true, false }));
        Assert.That(Samples.Ids(mapped), Is.EqualTo(new[] { 0, 1, 2 }));
    }

    [Test]
    public void Cursor_TwoColumns_RunTheActionOncePerRow()
    {
        var calls = 0;
        var data = Samples.ItemView(ml, 3);
        var mapped = ml
            .Transforms.CustomMapping<Source, Target>((_, _) => Interlocked.Increment(ref calls), null)
            .Fit(data)
            .Transform(data);

        var rows = ml.Data.CreateEnumerable<Target>(mapped, reuseRowObject: true).Count();

        Assert.That(rows, Is.EqualTo(3));
        Assert.That(calls, Is.EqualTo(3));
    }

    [Test]
    public void Cursor_WithoutItsColumns_DoesNotRunTheAction()
    {
        var calls = 0;
        var data = Samples.ItemView(ml, 3);
        var mapped = ml
            .Transforms.CustomMapping<Source, Target>((_, _) => Interlocked.Increment(ref calls), null)
            .Fit(data)
            .Transform(data);

        Samples.Ids(mapped);

        Assert.That(calls, Is.Zero);
    }

    [Test]
    public void Chain_MissingColumn_Throws() =>
        Assert.That(
            () =>
                ml
                    .Transforms.CopyColumns("Copy", "Id")
                    .Append(ml.Transforms.CustomMapping<Missing, Target>((_, _) => { }, null))
                    .Fit(Samples.ItemView(ml, 1)),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo("Could not find input column 'Nope' (Parameter 'inputSchema')")
        );

    [Test]
    public void Chain_ColumnOfAnotherType_Throws() =>
        Assert.That(
            () =>
                ml
                    .Transforms.CopyColumns("Copy", "Id")
                    .Append(ml.Transforms.CustomMapping<WrongType, Target>((_, _) => { }, null))
                    .Fit(Samples.ItemView(ml, 1)),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo(
                    "Schema mismatch for input column 'Id': expected Single, got Int32 (Parameter 'inputSchema')"
                )
        );

    [Test]
    public void Transform_ActionThatThrows_FailsWhileReading()
    {
        var data = Samples.ItemView(ml, 3);
        var mapped = ml
            .Transforms.CustomMapping<Source, Target>((_, _) => throw new FormatException("bad row"), null)
            .Fit(data)
            .Transform(data);

        Assert.That(
            () => mapped.GetColumn<float>("Sum").ToArray(),
            Throws.Exception.With.Matches<Exception>(error => error!.GetBaseException() is FormatException)
        );
    }
}
