using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class WordBagTests
{
    private readonly MLContext ml = new(seed: 1);

    private sealed class Document
    {
        public string Text { get; set; } = "";
    }

    private sealed class Counted
    {
        public float[] Counts { get; set; } = [];
    }

    private IDataView Data(params string[] texts) =>
        ml.Data.LoadFromEnumerable(texts.Select(text => new Document { Text = text }).ToArray());

    private float[][] Counts(IDataView data) =>
        [.. ml.Data.CreateEnumerable<Counted>(data, reuseRowObject: false).Select(row => row.Counts)];

    [Test]
    public void ProduceWordBags_Unigrams_CountsWordsInOrderOfAppearance()
    {
        var data = Data("pear apple pear", "", "plum  apple ");

        var bags = ml.Transforms.Text.ProduceWordBags("Counts", "Text", ngramLength: 1).Fit(data).Transform(data);

        Assert.That(bags.Schema["Counts"].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 3)));
        Assert.That(Counts(bags), Is.EqualTo(new[] { new float[] { 2, 1, 0 }, [0, 0, 0], [0, 1, 1] }));
    }

    [Test]
    public void ProduceWordBags_Slots_AreNamedByTheirWords()
    {
        var data = Data("pear apple pear");

        var bags = ml.Transforms.Text.ProduceWordBags("Counts", "Text", ngramLength: 1).Fit(data).Transform(data);

        VBuffer<ReadOnlyMemory<char>> names = default;
        bags.Schema["Counts"].GetSlotNames(ref names);

        Assert.That(names.DenseValues().Select(name => name.ToString()), Is.EqualTo(new[] { "pear", "apple" }));
    }

    [Test]
    public void ProduceWordBags_CaseAndPunctuation_ArePartOfAWord()
    {
        var data = Data("Pear pear pear,");

        var bags = ml.Transforms.Text.ProduceWordBags("Counts", "Text", ngramLength: 1).Fit(data).Transform(data);

        Assert.That(Counts(bags), Is.EqualTo(new[] { new float[] { 1, 1, 1 } }));
    }

    [Test]
    public void ProduceWordBags_WordsThatFitDidNotSee_AreNotCounted()
    {
        var fitted = ml.Transforms.Text.ProduceWordBags("Counts", "Text", ngramLength: 1).Fit(Data("pear apple"));

        var bags = fitted.Transform(Data("plum pear plum"));

        Assert.That(Counts(bags), Is.EqualTo(new[] { new float[] { 1, 0 } }));
    }

    [Test]
    public void ProduceWordBags_MaximumNgramsCount_KeepsTheFirstWords()
    {
        var data = Data("pear apple plum apple");

        var bags = ml
            .Transforms.Text.ProduceWordBags("Counts", "Text", ngramLength: 1, maximumNgramsCount: 2)
            .Fit(data)
            .Transform(data);

        Assert.That(Counts(bags), Is.EqualTo(new[] { new float[] { 1, 2 } }));
    }

    [Test]
    public void ProduceWordBags_MissingColumn_IsRefused() =>
        Assert.That(
            () => ml.Transforms.Text.ProduceWordBags("Counts", "Nope", ngramLength: 1).Fit(Data("pear")),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Nope")
        );

    [Test]
    public void TokenizeIntoWords_TextWithSeparators_GivesTrimmedWordsWithoutEmptyOnes()
    {
        var data = Data(" pear, apple,,plum tree");

        var words = ml.Transforms.Text.TokenizeIntoWords("Words", "Text", separators: [',']).Fit(data).Transform(data);

        Assert.That(words.Schema["Words"].Type, Is.EqualTo(new VectorDataViewType(TextDataViewType.Instance)));
        Assert.That(words.GetColumn<string[]>("Words").Single(), Is.EqualTo(new[] { "pear", "apple", "plum tree" }));
    }
}
