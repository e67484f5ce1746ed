using Microsoft.ML;

namespace VaeMlNet.Tests.Shared;

public abstract partial class EstimatorContract
{
    // Made once for all tests: a stock session opens threads, which spin for a while.
    private byte[]? zip;
    private ITransformer? loaded;
    private ITransformer? batched;
    private DataViewSchema? loadedSchema;

    private byte[] Saved => zip ??= SavedZip.Save(Transformer, Data.Schema);

    /// <summary>Gets the saved transformer, loaded in another context.</summary>
    protected ITransformer Loaded =>
        loaded ??= new MLContext(seed: 3).Model.Load(new MemoryStream(Saved), out loadedSchema);

    /// <summary>Gets the loaded transformer with batching restored. It owns the loaded transformer.</summary>
    private ITransformer Batched => batched ??= Subject.RestoreBatching(Loaded);

    [Statement]
    [Proves(5)]
    public void Statement05_SavedAndLoadedInAnotherContext_HasTheSameSchemaAndValues()
    {
        var expected = SavedZip.Visible(View.Schema);

        HoldsSame(5, SavedZip.Visible(Loaded.GetOutputSchema(Data.Schema)), expected, "the announced schema");
        HoldsSame(5, SavedZip.Visible(Loaded.Transform(Data).Schema), expected, "the view's schema");
        HoldsSame(5, SavedZip.Visible(loadedSchema!), SavedZip.Visible(Data.Schema), "the input schema");
        Holds(5, DifferenceOf(Loaded, BatchTolerance), "row by row");
    }

    [Statement]
    [Proves(5)]
    public void Statement05_LoadedAndBatchedAgain_GivesTheSameSchemaAndValues()
    {
        var expected = SavedZip.Visible(View.Schema);

        HoldsSame(5, SavedZip.Visible(Batched.GetOutputSchema(Data.Schema)), expected, "the announced schema");
        HoldsSame(5, SavedZip.Visible(Batched.Transform(Data).Schema), expected, "the view's schema");
        // Not to the bit: ML.NET shares the rows out among its threads, so batches have other rows.
        Holds(5, DifferenceOf(Batched, BatchTolerance), "batched again");
    }

    [Statement]
    [Proves(6)]
    public void Statement06_SavedAgainAfterLoading_GivesTheSameBytesOrValues()
    {
        foreach (var again in new[] { Loaded, Batched })
        {
            var second = SavedZip.Save(again, Data.Schema);
            if (!SavedZip.HoldTheSame(Saved, second))
            {
                Holds(6, DifferenceOf(Opened(SavedZip.Load(second)), BatchTolerance), again.GetType().Name);
            }
        }
    }

    /// <summary>Returns the difference between the outputs of another transformer and the reference rows, or null.</summary>
    private string? DifferenceOf(ITransformer other, double relative)
    {
        var view = other.Transform(Data);
        var visible = ViewRows.Visible(View.Schema);
        var actual = ViewRows.Read(view, ViewRows.Visible(view.Schema));
        return RowDifference.First(Rows(visible), actual, Names(visible), relative);
    }
}
