using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

public sealed class CompareSyntheticRowsErrorTests
{
    private readonly MLContext ml = new(seed: 1);

    [Test]
    public void Column_MissingInOneView_NamesItTheViewAndWhatIsThere()
    {
        var error = Refused(View(new QualityRow()), View(new Small()));

        Assert.That(
            error.Message,
            Does.Contain("'Sensors'").And.Contains("synthetic rows").And.Contains("'Age', 'Job'")
        );

        error = Refused(View(new QualityRow()), View(new Small()), new() { ColumnNames = ["Age", "IsOwner"] });

        Assert.That(error.Message, Does.Contain("'IsOwner'").And.Contains("synthetic rows"));
        Assert.That(error.ParamName, Is.EqualTo("synthetic"));
    }

    [Test]
    public void Column_OfDifferentTypes_NamesBoth() =>
        Assert.That(
            Refused(View(new QualityRow()), View(new Small()), new() { ColumnNames = ["Age", "Job"] }).Message,
            Does.Contain("'Job'").And.Contains("Key<UInt32").And.Contains("Single")
        );

    [Test]
    public void Column_OfATypeThatCannotBeCompared_SaysWhatToDo() =>
        Assert.That(
            Refused(View(new Texts()), View(new Texts())).Message,
            Does.Contain("'Name'").And.Contains("String").And.Contains("MapValueToKey").And.Contains("ColumnNames")
        );

    [Test]
    public void Options_OutOfRange_AreRefused()
    {
        var rows = View(new QualityRow());

        Refused(rows, rows, new() { MaximumRows = 1 });
        Refused(rows, rows, new() { ClassifierRows = 1 });
        Refused(rows, rows, new() { PrivacyRows = 0 });
        Refused(rows, rows, new() { FoldCount = 1 });

        Assert.That(
            () => ml.Data.CompareSyntheticRows(rows, rows, options: new() { ColumnNames = [] }),
            Throws.ArgumentException.With.Message.Contains("ColumnNames")
        );
        Assert.That(
            () => ml.Data.CompareSyntheticRows(rows, rows, options: new() { ColumnNames = [""] }),
            Throws.ArgumentException
        );
    }

    [Test]
    public void Target_WithoutHeldOutRowsOrColumn_SaysWhatToDo()
    {
        var rows = View(new QualityRow());

        Assert.That(
            () => ml.Data.CompareSyntheticRows(rows, rows, options: new() { TargetColumn = "Age" }),
            Throws.ArgumentException.With.Message.Contains("held-out").And.Message.Contains("'Age'")
        );
        Assert.That(
            () => ml.Data.CompareSyntheticRows(rows, rows, rows, new() { TargetColumn = "Height" }),
            Throws
                .InstanceOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("'Height'")
                .And.Message.Contains("'Sensors.0'")
        );
    }

    [Test]
    public void View_WithoutRows_IsRefused() =>
        Assert.That(
            () => ml.Data.CompareSyntheticRows(View(new QualityRow()), QualityRow.View([])),
            Throws.InvalidOperationException.With.Message.Contains("synthetic rows")
        );

    [Test]
    public void Row_OfAnotherLength_NamesItsNumber() =>
        Assert.That(
            () =>
                ml.Data.CompareSyntheticRows(
                    View(new QualityRow()),
                    QualityRow.View([new(), new() { Sensors = [1, 2, 3] }])
                ),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("Row 1 of 'Sensors' has 3 values")
        );

    private ArgumentOutOfRangeException Refused(
        IDataView real,
        IDataView synthetic,
        VaeQualityOptions? options = null
    ) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            ml.Data.CompareSyntheticRows(real, synthetic, options: options)
        )!;

    private IDataView View<T>(T row)
        where T : class => ml.Data.LoadFromEnumerable([row]);

    private sealed class Small
    {
        public float Age { get; set; }

        public float Job { get; set; }
    }

    private sealed class Texts
    {
        public string Name { get; set; } = "";
    }
}
