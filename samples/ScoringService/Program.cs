// A web API that scores JSON rows: POST /score, GET /health. The setting "Model" names another model folder, and
// "Device" the device to run on, such as cuda:0.
// With the setting "SeriesModel", it also scores rows of time series: POST /series/{name}.
using ScoringService;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddProblemDetails();
builder.Services.AddSingleton(
    new PumpScorer(
        builder.Configuration["Model"] ?? Path.Combine(AppContext.BaseDirectory, "model"),
        builder.Configuration["Device"] ?? "cpu"
    )
);
builder.Services.AddHealthChecks().AddCheck<ModelHealth>("model");

var seriesModel = builder.Configuration["SeriesModel"];
if (seriesModel is not null)
{
    builder.Services.AddSingleton(_ => new SeriesScorer(
        seriesModel,
        builder.Configuration["SeriesState"] ?? "series.state"
    ));
    builder.Services.AddHostedService(services => services.GetRequiredService<SeriesScorer>());
}

var app = builder.Build();
app.UseExceptionHandler();
app.MapHealthChecks("/health");
app.MapPost(
    "/score",
    async (HttpRequest request, PumpScorer scorer) =>
    {
        var readings = await ReadingsRequest.ReadAsync(request.Body, scorer.Modes, request.HttpContext.RequestAborted);
        return readings.Errors.Count == 0
            ? Results.Ok(scorer.Score(readings.Rows))
            : Results.ValidationProblem(readings.Errors, title: "The readings could not be scored.");
    }
);
if (seriesModel is not null)
{
    app.MapPost(
        "/series/{name}",
        (string name, SeriesRow row, SeriesScorer scorer) =>
        {
            try
            {
                return scorer.Score(name, row) is { } verdict
                    ? Results.Ok(verdict)
                    : Results.Problem(
                        $"Series '{name}' already has a row of {row.Time:O} or later. This row was not added.",
                        statusCode: StatusCodes.Status409Conflict
                    );
            }
            catch (ArgumentException e)
            {
                return Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest);
            }
        }
    );
}

app.Run();
