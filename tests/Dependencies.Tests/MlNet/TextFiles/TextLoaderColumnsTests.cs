using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class TextLoaderColumnsTests : TextFileTestBase
{
    private static TextLoader.Options Options(params TextLoader.Range[] ranges) =>
        new() { Separators = [','], Columns = [new("Values", DataKind.Single, ranges)] };

    [Test]
    public void Range_OfOneIndex_MakesAScalar()
    {
        var loader = Ml.Data.CreateTextLoader([new TextLoader.Column("Value", DataKind.Single, 2)]);

        Assert.That(loader.GetOutputSchema()["Value"].Type, Is.EqualTo(NumberDataViewType.Single));
    }

    [Test]
    public void Range_FromAnIndexToItself_MakesAVectorOfOne()
    {
        var loader = Ml.Data.CreateTextLoader([new TextLoader.Column("Values", DataKind.Single, 2, 2)]);

        Assert.That(
            loader.GetOutputSchema()["Values"].Type,
            Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 1))
        );
    }

    [Test]
    public void Range_WithoutEndAndFlags_IsOneField()
    {
        var data = Ml.Data.LoadFromTextFile(Write("1,2,3"), Options(new TextLoader.Range { Min = 1 }));

        Assert.That(data.GetColumn<float>("Values"), Is.EqualTo(new[] { 2f }));
    }

    [Test]
    public void Ranges_Several_AreJoinedInTheirOrder()
    {
        var data = Ml.Data.LoadFromTextFile(Write("1,2,3,4,5"), Options(new(3, 4), new(0)));

        Assert.That(Values(data).Single(), Is.EqualTo(new[] { 4f, 5, 1 }));
    }

    [Test]
    public void Ranges_ThatOverlap_AreRefused() =>
        Assert.That(
            () => Ml.Data.CreateTextLoader(Options(new(0, 2), new(2, 3))),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("overlap")
        );

    [Test]
    public void Range_ToTheEnd_TakesItsLengthFromTheLoadedFile()
    {
        var data = Ml.Data.LoadFromTextFile(Write("1,2,3", "4,5,6"), Options(new TextLoader.Range(1, null)));

        Assert.That(data.Schema["Values"].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 2)));
        Assert.That(Values(data), Is.EqualTo(new[] { new[] { 2f, 3 }, [5, 6] }));
    }

    [Test]
    public void Range_ToTheEnd_TakesItsLengthFromTheSample()
    {
        var options = Options(new TextLoader.Range(1, null));
        options.HasHeader = true;

        var loader = Ml.Data.CreateTextLoader(options, new MultiFileSource(Write("a,b,c", "4,5,6")));

        Assert.That(TextLoaderOptionsTests.SlotNames(loader.GetOutputSchema()), Is.EqualTo(new[] { "b", "c" }));

        var data = loader.Load(WriteTo("other.txt", "x,y,z", "7,8", "9,10,11,12"));

        Assert.That(Values(data), Is.EqualTo(new[] { new[] { 8f, 0 }, [10, 11] }));
    }

    [Test]
    public void Range_ToTheEndOfLinesOfSeveralLengths_IsRefused() =>
        Assert.That(
            () => Ml.Data.LoadFromTextFile(Write("1,2", "1,2,3"), Options(new TextLoader.Range(1, null))),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("not consistent")
        );

    [Test]
    public void Range_ToTheEndWithoutData_IsRefused() =>
        Assert.That(
            () => Ml.Data.CreateTextLoader(Options(new TextLoader.Range(1, null))),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("without valid data")
        );

    [Test]
    public void Range_ToTheEndWithInputSize_NeedsNoData()
    {
        var options = Options(new TextLoader.Range(1, null));
        options.InputSize = 4;

        var data = Ml.Data.CreateTextLoader(options).Load(Write("1,2", "1,2,3,4,5"));

        Assert.That(Values(data), Is.EqualTo(new[] { new[] { 2f, 0, 0 }, [2, 3, 4] }));
    }

    [Test]
    public void Range_ToTheEndOfEachLine_MakesVectorsOfSeveralLengths()
    {
        var data = Ml.Data.LoadFromTextFile(Write("1", "1,2,3", "1,,"), AllValues());

        Assert.That(data.Schema["Values"].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single)));
        Assert.That(Values(data), Is.EqualTo(new[] { new[] { 1f }, [1, 2, 3], [1, 0, 0] }));
    }

    [Test]
    public void Range_OfAllOthers_TakesWhatOtherColumnsLeave()
    {
        var options = Options(
            new TextLoader.Range
            {
                Min = 0,
                AllOther = true,
                AutoEnd = true,
            }
        );
        options.Columns = [new("Label", DataKind.Single, 2), .. options.Columns!];

        var data = Ml.Data.LoadFromTextFile(Write("1,2,3,4,5"), options);

        Assert.That(data.GetColumn<float>("Label"), Is.EqualTo(new[] { 3f }));
        Assert.That(Values(data).Single(), Is.EqualTo(new[] { 1f, 2, 4, 5 }));
    }

    [Test]
    public void Load_WithoutColumns_MakesLabelAndFeatures()
    {
        var data = Ml.Data.LoadFromTextFile(Write("1\t2\t3", "0\t5\t6"));

        Assert.That(data.Schema.Select(column => column.Name), Is.EqualTo(new[] { "Label", "Features" }));
        Assert.That(data.GetColumn<float>("Label"), Is.EqualTo(new[] { 1f, 0 }));
        Assert.That(data.GetColumn<float[]>("Features"), Is.EqualTo(new[] { new[] { 2f, 3 }, [5, 6] }));
    }

    [TestCase("0", 1u)]
    [TestCase("9", 10u)]
    [TestCase("10", 0u)]
    [TestCase("-1", 0u)]
    [TestCase("word", 0u)]
    [TestCase("?", 0u)]
    [TestCase("n/a", 0u)]
    public void Load_KeyColumn_CountsFromZeroAndMakesTheRestMissing(string text, uint expected)
    {
        var options = Options();
        options.Columns = [new("Key", DataKind.UInt32, [new TextLoader.Range(0)], new KeyCount(10))];

        var data = Ml.Data.LoadFromTextFile(Write(text), options);

        Assert.That(data.Schema["Key"].Type, Is.EqualTo(new KeyDataViewType(typeof(uint), 10)));
        Assert.That(data.GetColumn<uint>("Key"), Is.EqualTo(new[] { expected }));
    }

    [Test]
    public void Load_KeyColumnWithoutCount_HasTheTypesLargestCount()
    {
        var options = Options();
        options.Columns = [new("Key", DataKind.Byte, [new TextLoader.Range(0)], new KeyCount())];

        var schema = Ml.Data.CreateTextLoader(options).GetOutputSchema();

        Assert.That(schema["Key"].Type, Is.EqualTo(new KeyDataViewType(typeof(byte), 255)));
    }

    [TestCase("0 0 0 4", false)]
    [TestCase("1 2 3 4", true)]
    [TestCase(",,,4", false)]
    [TestCase("0,,3,4", true)]
    [TestCase("0,,,4", false)]
    public void Load_Vector_IsSparseIfAtMostHalfOfItsFieldsAreThere(string line, bool isDense)
    {
        isDense |= line.Contains(' ');
        var data = Ml.Data.LoadFromTextFile(Write(line.Replace(' ', ',')), Options(new TextLoader.Range(0, 3)));

        Assert.That(data.GetColumn<VBuffer<float>>("Values").Single().IsDense, Is.EqualTo(isDense));
    }

    [Test]
    public void Load_ColumnWithoutSource_IsRefused() =>
        Assert.That(
            () => Ml.Data.CreateTextLoader(Options()),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("source column")
        );
}
