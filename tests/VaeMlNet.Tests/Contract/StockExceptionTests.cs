using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>
/// A table of mistakes, each made with every step and with ML.NET's own ApplyOnnxModel: the exceptions are of the same type, name
/// the same parameter, and the same facts.
/// </summary>
internal sealed class StockExceptionTests
{
    private const string VariableSize = "variable size";

    private static readonly MLContext Ml = new(seed: 1);

    private static IEnumerable<TestCaseData> Mistakes()
    {
        static TestCaseData Case(string name, Action<Applied> make, params string[] facts) =>
            new TestCaseData(make, facts).SetArgDisplayNames(name);

        const string Missing = "ould not find input column";
        yield return Case(
            "no column, estimator",
            a => a.Step.GetOutputSchema(Shapes.Create(a.NoInput)),
            Missing,
            "{input}"
        );
        yield return Case("no column, Fit", a => a.Step.Fit(a.Without()), Missing, "{input}");
        yield return Case("no column, Transform", a => a.Fitted.Transform(a.Without()), Missing, "{input}");
        yield return Case("no column, GetOutputSchema", a => a.Fitted.GetOutputSchema(a.NoInput), Missing, "{input}");
        yield return Case("no column, engine", a => a.EngineOf<Nothing>(), Missing, "{input}");
        yield return Case("type, Fit", a => a.Step.Fit(a.OfDoubles()), "{input}", "Double", "Single");
        yield return Case(
            "type, Transform",
            a => a.Fitted.Transform(a.OfDoubles()),
            "{input}",
            "Vector<Double, ",
            "Single"
        );
        yield return Case("no such column of the view", a => _ = a.View.Schema["Nope"], "'Nope'");
        yield return Case(
            "getter of an inactive column",
            a => a.Cursor("Id").GetGetter<int>(a.View.Schema["Costly"]),
            "active"
        );
        yield return Case(
            "getter of another type",
            a => a.Cursor("Id").GetGetter<double>(a.View.Schema["Id"]),
            "Double",
            "Int32"
        );
        // The text of ML.NET depends on whether threads of its own read the rows; that of our steps is tested with them.
        yield return Case("id before the first row", FetchId);
        yield return Case("values of another type", a => _ = a.View.GetColumn<float>("Text").First(), "Text", "Single");
        yield return Case("rows without a column", a => Read<Stranger>(a.View), "'Unheard'");
        yield return Case("rows of another type", a => Read<WrongId>(a.View), "'Id'", "Single");
    }

    [TestCaseSource(nameof(Mistakes))]
    [Proves(4)]
    public void Mistake_WithAnyStep_GivesTheExceptionOfApplyOnnxModel(Action<Applied> make, string[] facts)
    {
        var encoder = Path.Combine(TinyModel.Bernoulli.Folder, "encoder.onnx");
        using var stock = new Applied(
            Ml.Transforms.ApplyOnnxModel("mean", "features", encoder),
            [TinyInputs.Features(TinyModel.Bernoulli, "features")]
        );
        var expected = ErrorOf(make, stock, "ApplyOnnxModel", facts);
        foreach (var subject in ContractCases.Subjects())
        {
            using var ours = new Applied(subject.Create(16), subject.Inputs);
            var error = ErrorOf(make, ours, subject.Name, facts);
            Assert.That(error, Is.TypeOf(expected.GetType()), subject.Name);
            Assert.That(
                (error as ArgumentException)?.ParamName,
                Is.EqualTo((expected as ArgumentException)?.ParamName),
                subject.Name
            );
        }
    }

    /// <summary>ApplyOnnxModel accepts these, and fails while it reads, or never.</summary>
    [Test]
    [Proves(4)]
    public void Fit_WidthsThatApplyOnnxModelAcceptsAtFirst_AreRefused()
    {
        foreach (var subject in ContractCases.Subjects())
        {
            var input = subject.Inputs[0];
            using var ours = new Applied(subject.Create(16), subject.Inputs);
            foreach (var wrong in WrongColumn.InPlaceOf(input).Where(w => IsAboutSize(w.Name)))
            {
                var data = ours.With(wrong.Column);
                // For a wrong width, our steps throw the exception of ApplyOnnxModel earlier, or report the schema.
                var isShapeMismatch = subject.TakesScalars && wrong.Name != VariableSize;
                var expected = isShapeMismatch
                    ? typeof(InvalidOperationException)
                    : typeof(ArgumentOutOfRangeException);
                foreach (var use in new Action[] { () => ours.Step.Fit(data), () => ours.Fitted.Transform(data) })
                {
                    Assert.That(
                        use,
                        Throws.TypeOf(expected).With.Message.Contains($"'{input.Name}'"),
                        $"{subject.Name}, {wrong.Name}"
                    );
                }
            }
        }
    }

    [Test]
    [Proves(4)]
    public void PredictNull_WithAnyStep_IsNullArgument()
    {
        foreach (var subject in ContractCases.Subjects().Where(s => s.Inputs.All(i => i is VectorSource<float>)))
        {
            using var ours = new Applied(subject.Create(16), subject.Inputs);
            var definition = SchemaDefinition.Create(typeof(Example));
            foreach ((var i, var input) in subject.Inputs.Index())
            {
                definition[i].ColumnName = input.Name;
                definition[i].ColumnType = input.Type;
            }

            definition.RemoveRange(subject.Inputs.Count, definition.Count - subject.Inputs.Count);
            using var engine = ours.EngineOf<Example>(definition);

            Assert.That(
                () => engine.Predict(null!),
                Throws.ArgumentNullException.With.Property("ParamName").EqualTo("example"),
                subject.Name
            );
        }
    }

    private static bool IsAboutSize(string name) =>
        name == VariableSize || name.StartsWith("width", StringComparison.Ordinal);

    private static Exception ErrorOf(Action<Applied> make, Applied step, string name, string[] facts)
    {
        Exception? error = null;
        try
        {
            make(step);
        }
        catch (Exception e)
        {
            error = e;
        }

        Assert.That(error, Is.Not.Null, name);
        foreach (var fact in facts)
        {
            Assert.That(error!.Message, Does.Contain(fact.Replace("{input}", $"'{step.InputName}'")), name);
        }

        return error!;
    }

    private static void FetchId(Applied step)
    {
        DataViewRowId id = default;
        step.Cursor("Id").GetIdGetter()(ref id);
    }

    private static T Read<T>(IDataView view)
        where T : class, new() => Ml.Data.CreateEnumerable<T>(view, reuseRowObject: false).First();

    /// <summary>A step with good data, and ways to give it bad data.</summary>
    internal sealed class Applied : IDisposable
    {
        private readonly IReadOnlyList<SourceColumn> inputs;
        private readonly List<IDisposable> open = [];

        public Applied(IEstimator<ITransformer> step, IReadOnlyList<SourceColumn> inputs)
        {
            Step = step;
            this.inputs = inputs;
            var data = Data(inputs);
            Fitted = step.Fit(data);
            View = Fitted.Transform(data);
        }

        public IEstimator<ITransformer> Step { get; }

        public ITransformer Fitted { get; }

        public IDataView View { get; }

        public string InputName => inputs[0].Name;

        public DataViewSchema NoInput => Without().Schema;

        public IDataView Without() => With(inputs[0] with { Name = "Elsewhere" });

        public IDataView OfDoubles() =>
            With(WrongColumn.InPlaceOf(inputs[0]).Single(w => w.Name == "another type").Column);

        public IDataView With(SourceColumn first) => Data([first, .. inputs.Skip(1)]);

        public DataViewRowCursor Cursor(string column)
        {
            var cursor = View.GetRowCursor([View.Schema[column]]);
            open.Add(cursor);
            return cursor;
        }

        public PredictionEngine<T, Nothing> EngineOf<T>(SchemaDefinition? definition = null)
            where T : class =>
            Ml.Model.CreatePredictionEngine<T, Nothing>(
                Fitted,
                new PredictionEngineOptions { InputSchemaDefinition = definition, OwnsTransformer = false }
            );

        public void Dispose()
        {
            open.ForEach(o => o.Dispose());
            (Fitted as IDisposable)?.Dispose();
        }

        private static IDataView Data(IEnumerable<SourceColumn> columns) => ColumnLayout.Cached.Create(columns, 3).View;
    }

    internal sealed class Nothing { }

    private sealed class Example
    {
        public float[] First { get; set; } = [];

        public float[] Second { get; set; } = [];
    }

    private sealed class Stranger
    {
        public float Unheard { get; set; }
    }

    private sealed class WrongId
    {
        public float Id { get; set; }
    }
}
