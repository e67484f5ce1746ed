using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests.Shared;

public abstract partial class EstimatorContract
{
    [Statement]
    [Proves(1)]
    public void Statement01_ColumnsThatTheEstimatorPromises_AreThoseOfTheTransformer()
    {
        var promised = Estimator.GetOutputSchema(Shapes.Create(Data.Schema));

        var given = Shapes.Create(Transformer.GetOutputSchema(Data.Schema));

        HoldsSame(1, Shapes.Describe(promised), Shapes.Describe(given), "promised and given columns");
    }

    [Statement]
    [Proves(2)]
    public void Statement02_SchemaThatTheTransformerAnnounces_IsTheViews()
    {
        var announced = Transformer.GetOutputSchema(Data.Schema);

        HoldsSame(2, Shapes.Describe(View.Schema), Shapes.Describe(announced), "view and announcement");
        var added = AddedTo(View);
        HoldsSame(
            2,
            View.Schema.ExceptBy(added.Select(c => c.Index), c => c.Index).Select(Shapes.Describe),
            Data.Schema.Select(Shapes.Describe),
            "columns of the data"
        );
        HoldsSame(2, Names(View.Schema), InMlNetsOrder(Names(Data.Schema), Subject.AddedNames), "order of the columns");

        Assert.That(
            added.Select(c => c.Type).OfType<VectorDataViewType>(),
            Is.All.Property(nameof(VectorDataViewType.IsKnownSize)).True,
            At(2)
        );
    }

    [Statement]
    [Proves(3)]
    public void Statement03_Mapper_KeepsTheInputSchemaAndGivesTheAnnouncedOne()
    {
        Assert.That(Transformer.IsRowToRowMapper, Is.True, At(3));

        var mapper = Transformer.GetRowToRowMapper(Data.Schema);

        Assert.That(mapper.InputSchema, Is.SameAs(Data.Schema), At(3));

        HoldsSame(3, Shapes.Describe(mapper.OutputSchema), Shapes.Describe(View.Schema), "mapper and view");
        foreach (var column in Subject.AddedNames)
        {
            var needed = mapper.GetDependencies([mapper.OutputSchema[column]]).Select(c => c.Index);
            var inputs = Subject.InputsOf(column).Select(name => Data.Schema[name].Index);
            Assert.That(needed, Is.EquivalentTo(inputs), $"{At(3)}, what '{column}' needs");
        }

        var id = mapper.OutputSchema["Id"];

        Assert.That(mapper.GetDependencies([id]).Select(c => c.Index), Is.EqualTo(new[] { id.Index }), At(3));
    }

    [Statement]
    [Proves(4)]
    public void Statement04_InputThatDoesNotFit_IsRefusedByEveryMethodThatSeesTheSchema()
    {
        foreach (var input in Subject.Inputs)
        {
            foreach (var wrong in WrongColumn.InPlaceOf(input).Where(w => Layout.CanHold(w.Column)))
            {
                using var bad = Layout.Create(Subject.Inputs.Select(i => i.Name == input.Name ? wrong.Column : i), 1);
                if (bad.Schema.GetColumnOrNull(input.Name)?.Type.Equals(wrong.Column.Type) ?? wrong.IsMissing)
                {
                    Refuses(bad, input.Name, wrong);
                }
            }
        }
    }

    /// <summary>
    /// Returns the names of columns in ML.NET's order. An added column that hides another column is directly after it.
    /// The other added columns are at the end.
    /// </summary>
    private static string[] InMlNetsOrder(IEnumerable<string> names, IEnumerable<string> added)
    {
        List<string> order = [.. names];
        foreach (var name in added)
        {
            var hidden = order.LastIndexOf(name);
            order.Insert(hidden < 0 ? order.Count : hidden + 1, name);
        }

        return [.. order];
    }

    private void Refuses(LayoutData bad, string column, WrongColumn wrong)
    {
        void Refuses(Action action, string method)
        {
            var at = $"{At(4)}, {method}, {wrong.Name} of '{column}'";
            Assert.That(
                action,
                Throws
                    .InstanceOf<Exception>()
                    .And.TypeOf<ArgumentOutOfRangeException>()
                    .Or.TypeOf<InvalidOperationException>()
                    .And.Message.Contains($"'{column}'"),
                at
            );
        }

        Refuses(() => Estimator.Fit(bad.View), "Fit");
        Refuses(() => Transformer.GetOutputSchema(bad.Schema), "GetOutputSchema");
        Refuses(() => Transformer.Transform(bad.View), "Transform");
        Refuses(() => Transformer.GetRowToRowMapper(bad.Schema), "GetRowToRowMapper");
        if (wrong.IsSeenInShape && !(wrong.IsScalar && Subject.TakesScalars))
        {
            Refuses(() => Estimator.GetOutputSchema(Shapes.Create(bad.Schema)), "the estimator's GetOutputSchema");
        }
    }
}
