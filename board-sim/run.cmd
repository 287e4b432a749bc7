@echo off
rem Starts the simulator's command line; builds it first if a source is newer than the jar.
rem Honours JAVA_HOME and JAVA_OPTS. The twin of the script "run".
setlocal
set "HERE=%~dp0"
set "ROOT=%HERE%.."
set "JAR=%HERE%target\board-sim.jar"
set "LOCK=%HERE%.run.lock"

call :is_stale || goto start
set /a WAITED=0

:lock
mkdir "%LOCK%" 2>nul && goto locked
set /a WAITED+=1
if %WAITED%==1 echo board-sim\run: another build is running, waiting for it 1>&2
rem no build takes ten minutes: its owner died
if %WAITED% geq 600 rmdir /s /q "%LOCK%" 2>nul
ping -n 2 127.0.0.1 >nul
goto lock

:locked
call :is_stale || goto unlock
where mvn >nul 2>nul || (
    echo board-sim\run: the simulator is not built and Maven is not on the PATH; install Maven 3.8 or later 1>&2
    rmdir /s /q "%LOCK%"
    exit /b 1
)
echo board-sim\run: building, the first time takes a minute or two ... 1>&2
pushd "%ROOT%"
call mvn -q -B -pl board-sim -am -DskipTests package <nul >"%LOCK%\log" 2>&1
set "FAILED=%ERRORLEVEL%"
popd
if not "%FAILED%"=="0" (
    type "%LOCK%\log" 1>&2
    echo board-sim\run: the build failed; its log is above 1>&2
    rmdir /s /q "%LOCK%"
    exit /b 1
)

:unlock
rmdir /s /q "%LOCK%" 2>nul

:start
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" %JAVA_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%

rem succeeds when the jar is missing or older than a source or a pom
:is_stale
if not exist "%JAR%" exit /b 0
powershell -NoProfile -Command "$jar = (Get-Item -LiteralPath $env:JAR).LastWriteTimeUtc; $in = foreach ($m in 'hal', 'tcp-lite', 'board-sim') { Join-Path $env:ROOT ($m + '\pom.xml'); Join-Path $env:ROOT ($m + '\src') }; $in += (Join-Path $env:ROOT 'pom.xml'), (Join-Path $env:ROOT 'build'); $new = Get-Item -LiteralPath $in -ErrorAction SilentlyContinue | ForEach-Object { $_; if ($_.PSIsContainer) { Get-ChildItem -LiteralPath $_.FullName -Recurse } } | Where-Object { $_.LastWriteTimeUtc -gt $jar } | Select-Object -First 1; if ($new) { exit 0 } else { exit 1 }"
exit /b %ERRORLEVEL%
